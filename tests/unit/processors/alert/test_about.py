"""What is kept of an ad until its moment is looked at."""

from msgspec import msgpack

from processors.alert.about import about, restore, shorten
from schemas.ad import ScoredAd, TextFacts
from schemas.mention import Contact, Mention, MentionKind
from schemas.score import Band, Contribution, Score
from tests.factories import scored_ad


def reason(number: int, weight: float) -> Contribution:
    return Contribution(
        indicator=f"LB-{number:02}", label=f"reason {number}", dimension="recruitment", strength="medium", grade="E2",
        weight=weight, quotes=("a quote",), note="Read in the ad.",
    )  # fmt: skip


def ad() -> ScoredAd:
    place = Mention(kind=MentionKind.PLACE, value="lyon", start=0, end=4, surface="Lyon", detector="d", region="FR")
    return scored_ad(
        actor="a-1",
        mentions=(place,),
        contacts=(Contact(kind=MentionKind.PHONE, token="phone-1", region="GB"),),
        facts=TextFacts(language="fr"),
        score=Score(
            band=Band.HIGH,
            reasons=tuple(reason(number, number / 2) for number in range(1, 9)),
            against=(reason(20, -1.0), reason(21, -3.0)),
            unknowns=("LB-30", "LB-31"),
        ),
    )


def test_what_is_kept_is_what_is_told_with_fewer_reasons_and_no_notes() -> None:
    told, kept = about(ad()), restore(shorten(ad()))
    assert kept._replace(reasons=(), against=()) == told._replace(reasons=(), against=())
    assert [each.indicator for each in kept.reasons] == ["LB-08", "LB-07", "LB-06", "LB-05", "LB-04"]
    assert [(each.indicator, each.weight) for each in kept.against] == [("LB-21", -3.0), ("LB-20", -1.0)]
    assert {(each.quotes, each.note) for each in (*kept.reasons, *kept.against)} == {((), "")}


def test_nothing_that_is_told_quotes_the_ad() -> None:
    assert {each.quotes for each in (*about(ad()).reasons, *about(ad()).against)} == {()}


def test_a_state_of_earlier_versions_holds_whole_ads() -> None:
    assert restore(msgpack.encode(ad())) == about(ad())
