"""What counts as right, missed and wrong; and that a benchmark's ads are what it says."""

from datetime import UTC, datetime

from benchmarks.enrich import LENGTH, mixed
from benchmarks.read import Report, Tally, compare
from schemas.ad import EnrichedAd
from schemas.mention import Mention, MentionKind
from simulator import Answer, InventedAd, PlantedContact, raw_ad

SEEN = datetime(2026, 11, 1, tzinfo=UTC)


def invented(*contacts: PlantedContact, persons: tuple[str, ...] = ()) -> InventedAd:
    answer = Answer("farm", "fr", "c1", contacts=contacts, persons=persons)
    return InventedAd("demo_classifieds", "1", "", "a text", {}, "FR", None, SEEN, answer)


def read(ad: InventedAd, *mentions: tuple[MentionKind, str]) -> Report:
    found = tuple(
        Mention(kind=kind, value=value, start=0, end=1, surface="a", detector="test") for kind, value in mentions
    )
    raw, report = raw_ad(ad, SEEN), Report()
    compare(ad, EnrichedAd(**{name: getattr(raw, name) for name in raw.__struct_fields__}, mentions=found), report)
    return report


PHONE = PlantedContact(MentionKind.PHONE, "+33199001234", "01 99 00 12 34", "words")


def test_what_is_planted_and_read_is_right() -> None:
    report = read(invented(PHONE), (MentionKind.PHONE, "+33199001234"), (MentionKind.PRICE, "50 EUR"))
    assert report.kinds == {"phone": Tally(right=1)}
    assert report.styles == {"phone words": Tally(right=1)}
    assert report.languages == {"phone fr": Tally(right=1)}


def test_another_number_is_missed_and_wrong_under_the_disguise_of_that_ad() -> None:
    report = read(invented(PHONE), (MentionKind.PHONE, "+33199009999"))
    assert report.styles == {"phone words": Tally(missed=1, wrong=1)}


def test_what_nobody_planted_is_wrong() -> None:
    report = read(invented(), (MentionKind.EMAIL, "a@b.example"))
    assert report.styles == {"email none planted": Tally(wrong=1)}


def test_names_are_the_same_in_any_case() -> None:
    assert read(invented(persons=("Anna",)), (MentionKind.PERSON_NAME, "ANNA")).kinds == {"person_name": Tally(right=1)}


def test_figures() -> None:
    assert Tally(right=3, missed=1, wrong=1).figures() == {
        "precision": 0.75, "recall": 0.75, "f1": 0.75, "planted": 4, "wrong": 1,
    }  # fmt: skip
    assert Tally(wrong=2).figures()["f1"] == 0.0
    assert Tally(missed=2).figures()["f1"] == 0.0


def test_ads_to_measure_with_have_their_length_and_several_languages() -> None:
    texts = mixed(12, seed=7)
    assert [len(text) for text in texts] == [LENGTH] * 12
    assert any("а" <= char <= "я" for char in "".join(texts))
