"""What counts as right, missed and wrong; and that a benchmark's ads are what it says."""

from datetime import UTC, datetime

from benchmarks.enrich import LENGTH, mixed
from benchmarks.laboratory import KINDS as HIDDEN
from benchmarks.laboratory import tables
from benchmarks.read import KINDS, Report, Tally, compare
from benchmarks.style_plot import drawn
from schemas.ad import EnrichedAd
from schemas.mention import Mention, MentionKind, Price
from simulator import Answer, InventedAd, PlantedContact, raw_ad

Facts = tuple[PlantedContact, ...]
Kinds = tuple[MentionKind, ...]
SEEN = datetime(2026, 11, 1, tzinfo=UTC)


def invented(*contacts: PlantedContact, persons: tuple[str, ...] = (), facts: Facts = ()) -> InventedAd:
    answer = Answer("farm", "fr", "c1", contacts=contacts, persons=persons, facts=facts)
    return InventedAd("demo_classifieds", "1", "", "a text", {}, "FR", None, SEEN, answer)


def read(ad: InventedAd, *shown: tuple[MentionKind, str], price: Price | None = None, kinds: Kinds = KINDS) -> Report:
    found = tuple(
        Mention(kind=kind, value=value, start=0, end=1, surface="a", detector="test", price=price)
        for kind, value in shown
    )
    raw, report = raw_ad(ad, SEEN), Report()
    enriched = EnrichedAd(**{name: getattr(raw, name) for name in raw.__struct_fields__}, mentions=found)
    compare(ad, enriched, report, kinds)
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


BORN = PlantedContact(MentionKind.AGE, "24", "born in 2002", "born", also=("23",))
ROSES = PlantedContact(MentionKind.PRICE, "150 GBP hour", "150 roses an hour", "roses", also=("150 - hour",))


def test_of_several_right_values_any_is_right_and_another_is_not() -> None:
    assert read(invented(facts=(BORN,)), (MentionKind.AGE, "23"), kinds=HIDDEN).styles == {"age born": Tally(right=1)}
    wrong = read(invented(facts=(BORN,)), (MentionKind.AGE, "22"), kinds=HIDDEN)
    assert wrong.styles == {"age born": Tally(missed=1, wrong=1)}


def test_a_price_is_its_amount_currency_and_time() -> None:
    shown = (MentionKind.PRICE, "anything")
    bare, timed = Price(amount="150"), Price(amount="150", per="hour")
    assert read(invented(facts=(ROSES,)), shown, price=timed, kinds=HIDDEN).kinds == {"price": Tally(right=1)}
    assert read(invented(facts=(ROSES,)), shown, price=bare, kinds=HIDDEN).kinds == {"price": Tally(missed=1, wrong=1)}


def test_all_that_an_unreadable_ad_holds_is_missed() -> None:
    report = Report()
    assert compare(invented(PHONE), None, report) == [PHONE]
    assert (report.unreadable, report.kinds) == (1, {"phone": Tally(missed=1)})


def test_tables_of_a_split() -> None:
    report = read(invented(PHONE, facts=(BORN,)), (MentionKind.PHONE, PHONE.value), kinds=HIDDEN)
    made = tables(report)
    assert made["styles_read"] == 0.5
    assert made["whole_languages"]["fr"]["recall"] == 0.5


def test_the_plot_names_every_style_with_its_recall() -> None:
    styles = {"phone words": {"recall": 0.25, "planted": 4}, "phone none planted": {"recall": 1.0, "planted": 0}}
    picture = drawn({"development": styles, "frozen": {"age half_<b>": {"recall": 1.0, "planted": 2}}})
    assert [text in picture for text in ("phone words", ">25%<", "age half &lt;b&gt;", ">100%<")] == [True] * 4
    assert "none planted" not in picture


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
