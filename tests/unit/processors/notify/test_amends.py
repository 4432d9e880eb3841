"""Corrections: who was told gets each one once, and who was not is told with it or not at all."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as how
from hypothesis import strategies as st
from msgspec.structs import replace

from processors.notify import Glossary, render
from processors.notify.digest import Digest
from processors.notify.forget import forget, remains
from processors.notify.targets.errors import RefusedError, UnavailableError
from processors.notify.words import languages, words
from processors.stage import Emit
from schemas.alert import Alert, Correction
from schemas.codec import decode, encode
from schemas.events import DeadLetter
from tests.factories import NOON, alert
from tests.unit.processors.notify.test_plan import MORNING, Office

TOLD = alert(alert_id="al-1", ads=("one", "two", "three"))
BEFORE = alert(alert_id="al-0")  # all that a team with `per_day: 1` is told of the actor
LATER = NOON + timedelta(minutes=5)


def corrected(outcome: str = "withdrawn", name: str = "al-1-c1", told: Alert = TOLD, **changes: Any) -> Alert:
    """The record that brings a correction."""
    ads = ("one", "two") if outcome == "weakened" else ()
    made = Correction(**{"id": name, "outcome": outcome, "reason": "hub", "at": NOON, "ads": ads} | changes)
    return replace(told, sentence="", reasons=(), correction=made)


def outcomes(office: Office, team: str = "team") -> list[tuple[str, str]]:
    """What was told, and what of it was corrected."""
    records = [each.record for each in office.baskets[team].got if isinstance(each.record, Alert)]
    return [(each.alert_id, each.correction.outcome if each.correction else "") for each in records]


def away(office: Office, error: Exception | None = None) -> Any:
    """The team's target does not take anything; call what is answered to have it do so again."""
    basket = office.baskets["team"]
    takes = basket.send

    def fails(*_: Any) -> None:
        raise error or UnavailableError("away")

    basket.send = fails  # type: ignore[method-assign, assignment]
    return lambda: setattr(basket, "send", takes)


def letter(office: Office) -> Alert:
    """The alert of the one dead letter that comes out."""
    [outcome] = office._run([], office._state)
    assert isinstance(outcome, Emit)
    [(_, made)] = outcome.outputs
    assert isinstance(made, DeadLetter)
    return decode(Alert, made.payload)


def test_who_was_told_gets_each_correction_once() -> None:
    office = Office(team={}, other={"severity": "high"})
    office.raise_(TOLD)
    office.raise_(corrected("weakened"))
    office.raise_(corrected("weakened"))
    office.raise_(corrected("withdrawn", "al-1-c2"))
    office.raise_(TOLD, corrected("weakened"))  # a replay of all
    assert outcomes(office) == [("al-1", ""), ("al-1", "weakened"), ("al-1", "withdrawn")]
    assert office.got("other") == []


@pytest.mark.parametrize("later", [False, True])
def test_an_earlier_correction_that_comes_again_is_told_nobody(later: bool) -> None:
    office = Office(team={})
    office.raise_(TOLD)
    first, second = corrected("weakened"), corrected("weakened", "al-1-c2", at=NOON + timedelta(seconds=1))
    office.raise_(second)
    if later:
        office.later(hours=1)
    office.raise_(first)
    assert outcomes(office) == [("al-1", ""), ("al-1", "weakened")]
    assert office.got() == ["al-1", "al-1"]
    assert office.baskets["team"].got[-1].record.correction.id == "al-1-c2"


CORRECTIONS = [
    corrected("weakened", "al-1-c1"),
    corrected("weakened", "al-1-c2", at=NOON + timedelta(minutes=1)),
    corrected("withdrawn", "al-1-c3", at=NOON + timedelta(minutes=2)),
    corrected("weakened", "al-1-c4", at=NOON + timedelta(minutes=3)),
]
NEWEST_LAST = [CORRECTIONS[place] for place in (0, 1, 3, 2)]  # withdrawn beats weakened, and else the later one


@given(st.lists(st.lists(st.sampled_from([TOLD, *CORRECTIONS]), max_size=3), max_size=8), st.booleans())
@how(max_examples=50, deadline=None)
def test_in_whatever_order_they_are_replayed_no_outcome_goes_back(batches: list[list[Alert]], told: bool) -> None:
    office = Office(team={}, quiet={"quiet": {"start": "08:00", "end": "09:30"}}, digest={"per_day": 1})
    office.raise_(BEFORE, *([TOLD] if told else []))
    for batch in batches:
        office.raise_(*batch)
        office.later(minutes=20)
    office.later(days=2)
    given_at_all = [each for each in NEWEST_LAST if any(each in batch for batch in batches)]
    for team in ("team", "quiet"):
        records = [each.record for each in office.baskets[team].got if each.record.alert_id == "al-1"]
        said = [0 if one.correction is None else 1 + _place(one.correction) for one in records]
        assert said == sorted(set(said)), "each once, and none after one that is newer"
        if told and given_at_all:
            withdrawn_unsent = team == "quiet" and not said and CORRECTIONS[2] in given_at_all
            assert withdrawn_unsent or said[-1] == 1 + NEWEST_LAST.index(given_at_all[-1])
    for made in office.digests("digest"):
        assert [each.sentences["en"].count("since") for each in made.alerts] in ([0], [1])


def _place(said: Correction) -> int:
    return [each.correction.id for each in NEWEST_LAST if each.correction].index(said.id)


def test_a_correction_keeps_the_quiet_hours_of_its_rule_and_then_those_of_the_team() -> None:
    office = Office(team={}, other={"quiet": {"start": "10:00", "end": "12:00"}})
    office.raise_(TOLD)
    office.raise_(replace(corrected(), deliver_at=MORNING + timedelta(hours=3)))
    office.later(hours=2)
    assert outcomes(office) == outcomes(office, "other") == [("al-1", "")]
    office.later(hours=1)
    assert outcomes(office)[1:] == [("al-1", "withdrawn")]
    assert outcomes(office, "other")[1:] == []
    office.later(hours=1)
    assert outcomes(office, "other")[1:] == [("al-1", "withdrawn")]


def test_two_teams_on_one_target_have_it_corrected_once_in_the_words_it_was_told_in() -> None:
    shared = {"basket": "box"}
    office = Office(
        high=shared | {"severity": "high", "language": "en"}, team=shared | {"language": "fr"}, other=dict(shared)
    )
    office.raise_(TOLD)
    office.raise_(corrected())
    assert outcomes(office) == [("al-1", ""), ("al-1", "withdrawn")]
    assert [each.language for each in office.baskets["team"].got] == ["fr", "fr"]


def test_what_waits_for_two_teams_on_one_target_does_not_go_out_as_it_was() -> None:
    office = Office(team={"basket": "box"}, other={"basket": "box", "language": "fr"})
    held = replace(TOLD, deliver_at=MORNING + timedelta(hours=3))
    office.raise_(held)
    office.raise_(corrected(told=held))
    office.later(hours=4)
    assert office.got() == []


@pytest.mark.parametrize("first", ["team", "other"])
def test_a_target_that_was_told_for_one_team_is_told_the_correction_though_another_team_holds_it(first: str) -> None:
    wishes = {"team": {"basket": "box"}, "other": {"basket": "box", "per_day": 1}}
    office = Office(**{name: wishes[name] for name in sorted(wishes, key=lambda name: name != first)})
    office.raise_(BEFORE)
    office.raise_(TOLD)
    office.raise_(corrected("weakened"))
    assert outcomes(office)[1:] == [("al-1", ""), ("al-1", "weakened")]
    office.later(days=1)
    [digest] = office.digests()
    assert digest.alerts[0].sentences["en"].startswith("[Weakened since")


def test_a_digest_says_the_newest_correction_and_says_it_once() -> None:
    office = Office(team={"per_day": 1}, other={"per_day": 1})
    office.raise_(BEFORE, TOLD)
    away(office)
    for said in (corrected("weakened"), corrected("weakened"), corrected("weakened", "al-1-c2", at=LATER)):
        office.raise_(said)
    office.later(days=1)  # made, and not taken
    office.raise_(corrected("withdrawn", "al-1-c3", at=LATER))
    [digest] = office.digests("other")
    brief = words("en").corrections.brief
    assert digest.alerts[0].sentences["en"] == f"{brief['weakened']} {TOLD.sentence}"
    [waits] = [each for each in office.waiting("team") if each.kind == "digest"]
    assert decode(Digest, waits.payload).alerts[0].sentences["en"] == f"{brief['withdrawn']} {TOLD.sentence}"


def test_a_correction_of_what_nobody_was_told_is_told_nobody() -> None:
    office = Office(team={})
    office.raise_(corrected())
    office.raise_(TOLD)
    assert office.got() == [], "and the alert is not told after that"


@pytest.mark.parametrize(("outcome", "expected"), [("withdrawn", []), ("weakened", [("al-1", "weakened")])])
def test_in_one_batch_the_alert_goes_out_with_it_or_not_at_all(outcome: str, expected: list[Any]) -> None:
    office = Office(team={})
    office.raise_(TOLD, corrected(outcome))
    assert outcomes(office) == expected
    assert all(each.record.sentence for each in office.baskets["team"].got)


def test_the_same_for_what_waits_for_the_end_of_quiet_hours() -> None:
    held = replace(TOLD, deliver_at=MORNING + timedelta(hours=3))
    office = Office(team={})
    office.raise_(held, replace(held, alert_id="al-2"))
    office.raise_(corrected("weakened"), corrected(name="al-2-c1", told=replace(held, alert_id="al-2")))
    assert office.got() == []
    office.later(hours=4)
    assert outcomes(office) == [("al-1", "weakened")]


def test_what_was_due_may_have_been_sent_so_its_place_is_taken_by_the_correction() -> None:
    office = Office(team={})
    back = away(office)
    office.raise_(TOLD)
    office.raise_(corrected("weakened"))
    office.raise_(corrected("withdrawn", "al-1-c2"))
    back()
    office.later(hours=1)
    assert outcomes(office) == [("al-1", "withdrawn")]


def test_a_correction_that_waits_for_the_end_of_quiet_hours_gives_way_to_the_next_one() -> None:
    office = Office(team={"quiet": {"start": "20:00", "end": "07:00"}})
    office.raise_(TOLD)
    office.later(hours=13)
    office.raise_(corrected("weakened"))
    office.raise_(corrected("withdrawn", "al-1-c2"))
    assert outcomes(office) == [("al-1", "")]
    office.later(hours=12)
    assert outcomes(office) == [("al-1", ""), ("al-1", "withdrawn")]


@pytest.mark.parametrize(("outcome", "count"), [("withdrawn", 1), ("weakened", 2)])
def test_a_digest_to_come_says_it_or_leaves_the_alert_out(outcome: str, count: int) -> None:
    held = {"digest": "weekly", "deliver_at": MORNING + timedelta(days=2)}
    office = Office(team={})
    office.raise_(replace(TOLD, **held), alert(alert_id="al-2", **held))
    office.raise_(corrected(outcome))
    assert office.got() == []
    office.later(days=3)
    [digest] = office.digests()
    assert digest.count == count
    lines = {each.alert_id: each.sentences.get("fr", "") for each in digest.alerts}
    assert lines.get("al-1", words("fr").corrections.brief["weakened"]).startswith("[Affaiblie")
    assert outcomes(office) == []


def test_a_digest_that_waits_says_it_and_the_correction_follows() -> None:
    office = Office(team={})
    office.raise_(replace(TOLD, digest="weekly", deliver_at=MORNING + timedelta(days=2)))
    back = away(office)
    office.later(days=3)
    office.raise_(corrected())
    back()
    office.later(hours=1)
    [digest] = office.digests()
    assert digest.alerts[0].sentences["en"].startswith("[Withdrawn since]")
    assert outcomes(office) == [("al-1", "withdrawn")]


def test_who_refused_the_alert_gets_no_correction_and_its_letter_has_it() -> None:
    office = Office(team={})
    back = away(office, RefusedError("no"))
    office.raise_(TOLD)
    back()
    office.raise_(corrected("weakened"))
    again = letter(office)
    assert (again.correction and again.correction.outcome, again.sentence) == ("weakened", TOLD.sentence)
    assert office.got() == []
    office.raise_(again)
    office.raise_(again)
    assert outcomes(office) == [("al-1", "weakened")]


def test_a_correction_that_was_refused_is_tried_again_by_its_letter() -> None:
    office = Office(team={})
    office.raise_(TOLD)
    back = away(office, RefusedError("no"))
    office.raise_(corrected())
    back()
    office.raise_(letter(office))
    assert outcomes(office) == [("al-1", ""), ("al-1", "withdrawn")]


def test_erased_ads_are_not_in_what_is_kept_of_corrections() -> None:
    office = Office(team={})
    office.raise_(TOLD)
    office.raise_(corrected("weakened"))
    assert remains({"two"}, office._state) == 1
    assert forget({"two"}, office._state) == 1
    assert (remains({"two"}, office._state), remains({"one"}, office._state)) == (0, 1)


GLOSSARY = Glossary(labels={"SX-02": "Several names"}, questions={}, risks=frozenset())


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("outcome", ["withdrawn", "weakened"])
@pytest.mark.parametrize("reason", ["hub", "cut", "undone"])
def test_a_correction_says_what_is_not_so_any_more_and_what_is_left(language: str, outcome: str, reason: str) -> None:
    told = corrected(outcome)
    assert told.correction is not None
    told = replace(told, correction=replace(told.correction, reason=reason))
    made, said = render(told, language, "https://search.example/{index}/{id}", GLOSSARY), words(language).corrections
    assert made.id == "al-1-c1"
    assert said.subject.split("{")[0].strip() in made.subject
    sentence = said.reasons[reason].split(",")[0].split()[:4]
    for form in (made.text, made.html, made.chat, made.body.decode()):
        assert " ".join(sentence) in " ".join(form.replace("&#39;", "'").split())
        assert ("/ads/one" in form) == (outcome == "weakened" and form in (made.text, made.html))
        assert "/ads/three" not in form
    assert b'"type":"adwatch.correction"' in made.body
    assert max(map(len, made.text.splitlines())) <= 72 or "https://" in made.text


COUNTS = [  # outcome, what the rule counts now, the words for it
    ("withdrawn", 5, "short"),
    ("withdrawn", 0, "nothing"),
    ("weakened", 11, "enough"),
    ("weakened", None, "uncounted"),
]


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize(("outcome", "counts", "word"), COUNTS)
def test_it_says_what_the_rule_counted_and_counts_now(
    language: str, outcome: str, counts: int | None, word: str
) -> None:
    made = render(corrected(outcome, counted=12, counts=counts), language, "", GLOSSARY)
    expected = getattr(words(language).corrections, word).format(counted=12, counts=counts)
    for form in (made.text, made.html, made.chat, made.body.decode()):
        assert " ".join(expected.split()) in " ".join(form.split())
    others = {word for _, _, word in COUNTS} - {word} | (
        {"left"} if counts is not None else set()
    )  # one number is enough
    for each in others:
        start = getattr(words(language).corrections, each).split("{")[0]
        assert expected.startswith(start) or start not in made.text


def test_one_that_lost_a_finding_names_it() -> None:
    made = render(corrected("weakened", indicators=("SX-02",)), "en", "", GLOSSARY)
    assert "does not show any more: Several names." in " ".join(made.text.split())


@pytest.mark.parametrize("language", languages())
def test_an_alert_that_is_first_told_with_it_says_both(language: str) -> None:
    told = corrected("weakened", amends=False)
    made = render(replace(told, sentence=TOLD.sentence), language, "", GLOSSARY)
    assert words(language).corrections.heading in made.text
    assert TOLD.sentence in " ".join(made.text.split())
    assert b'"type":"adwatch.alert"' in made.body


def test_hostile_words_in_one_are_only_words() -> None:
    told = replace(corrected("weakened", indicators=("<b>@all</b>",)), title="<script>x</script>\n\u202eevil")
    made = render(told, "en", "", GLOSSARY)
    assert "<script>" not in made.html
    assert "<b>" not in made.html
    assert "\n" not in made.subject
    assert "\u202e" not in made.subject
    assert "@all" not in made.chat


def test_a_record_without_it_is_as_before() -> None:
    assert b"correction" not in encode(TOLD)
