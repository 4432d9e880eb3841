"""Who is told what, now or in a digest: each table is a team's wishes and what becomes of alerts."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from processors.notify.digest import Digest
from processors.notify.known import NOTHING, Known, Tally
from processors.notify.message import Message
from processors.notify.notice import Notice
from processors.notify.outbox import Outbox
from processors.notify.queue import Item, Queue
from processors.notify.teams import Team
from processors.settings import NotifySettings, TeamSettings
from processors.state import MemoryTransaction
from schemas.alert import Alert, Severity, Wording
from schemas.codec import decode
from schemas.score import Contribution
from tests.factories import alert

MORNING = datetime(2026, 3, 1, 8, tzinfo=UTC)  # the team's day began an hour ago


class Basket:
    """A target that keeps what it gets: the outside of the stage, for the tables below."""

    knows_repeats = True
    most_per_minute = 10_000

    def __init__(self, name: str) -> None:
        self.identity = self.name = name
        self.got: list[Any] = []

    def send(self, message: Message, now: datetime) -> None:
        self.got.append(message)

    def flush(self) -> None:
        pass


class Kept(Message):
    """A message that is the record itself."""

    def __init__(self, record: Alert | Digest | Notice, language: str) -> None:
        self.record, self.language = record, language
        self.id = record.alert_id if isinstance(record, Alert) else record.id


class Office:
    """The stage over some teams, with a clock that the test moves."""

    def __init__(self, known: Known = NOTHING, flood: int = 500, **wishes: dict[str, Any]) -> None:
        """The settings of each team by its name; `basket` is the name of its target, its own if not given."""
        self.now, self.known = MORNING, known
        baskets = {name: wish.pop("basket", name) for name, wish in wishes.items()}
        made = {name: Basket(name) for name in baskets.values()}
        self.baskets = {team: made[name] for team, name in baskets.items()}
        teams = [
            Team(name, (self.baskets[name],), TeamSettings(targets=("basket:",), **wish))
            for name, wish in wishes.items()
        ]
        self._run = Outbox(
            teams,
            lambda record, language, _: Kept(record, language),
            NotifySettings(flood_per_day=flood),
            lambda: self.now,
            forms=lambda one: {"labour_exploitation"} if one.reasons else (),
            known=lambda: self.known,
        )
        self._state = MemoryTransaction()

    def raise_(self, *alerts: Alert) -> None:
        self._run(alerts, self._state)

    def later(self, **time: float) -> None:
        self.now += timedelta(**time)
        self._run([], self._state)

    def got(self, team: str = "team") -> list[str]:
        return [each.id for each in self.baskets[team].got]

    def digests(self, team: str = "team") -> list[Digest]:
        return [each.record for each in self.baskets[team].got if isinstance(each.record, Digest)]

    def waiting(self, team: str = "team") -> list[Item]:
        """What waits for a team's target."""
        rows = Queue(self._state).due(self.baskets[team].identity, 1 << 50, 1_000)
        return [row.item for row in rows]

    def notices(self, team: str = "team") -> list[Notice]:
        return [each.record for each in self.baskets[team].got if isinstance(each.record, Notice)]


def numbered(count: int, **changes: Any) -> list[Alert]:
    """So many alerts on as many actors."""
    return [alert(**{"alert_id": f"al-{number}", "actor": f"a-{number}", **changes}) for number in range(count)]


LABOUR = (Contribution(indicator="LB-06", label="Fee", dimension="x", strength="medium", grade="E2", weight=1.0),)

# what the team wants                     the alert                                                     told
ROUTES: list[tuple[dict[str, Any], dict[str, Any], bool]] = [
    ({}, {}, True),
    ({"countries": ["FR"]}, {"countries": ("FR", "GB")}, True),
    ({"countries": ["FR"]}, {"countries": ("GB",)}, False),
    ({"countries": ["FR"]}, {}, True),  # not known: nobody is left out for it
    ({"forms": ["labour_exploitation"]}, {"reasons": LABOUR}, True),
    ({"forms": ["organ_removal"]}, {"reasons": LABOUR}, False),
    ({"forms": ["organ_removal"]}, {}, True),
    ({"languages": ["fr"]}, {"language": "fr"}, True),
    ({"languages": ["fr"]}, {"language": "en"}, False),
    ({"languages": ["fr"]}, {}, True),
    ({"severity": "high"}, {"severity": Severity.HIGH}, True),
    ({"severity": "high"}, {"severity": Severity.MEDIUM}, False),
    ({}, {"routing": ("team",)}, True),
    ({}, {"routing": ("others",)}, False),
    ({"countries": ["FR"]}, {"routing": ("team",), "countries": ("GB",)}, False),
    ({}, {"silenced_by": "s-1"}, False),
]


@pytest.mark.parametrize(("wish", "changes", "told"), ROUTES)
def test_routing(wish: dict[str, Any], changes: dict[str, Any], told: bool) -> None:
    office = Office(team=wish)
    office.raise_(alert(alert_id="al-1", **changes))
    assert office.got() == (["al-1"] if told else [])


SHARED: dict[str, Any] = {"basket": "box"}


def test_two_teams_on_one_target_have_it_told_once_in_the_words_of_the_first() -> None:
    office = Office(team=SHARED | {"language": "fr"}, other=SHARED | {"language": "en"})
    office.raise_(alert(alert_id="al-1"))
    assert [(each.id, each.language) for each in office.baskets["team"].got] == [("al-1", "fr")]


@pytest.mark.parametrize("held_first", [True, False])
def test_what_one_team_holds_its_target_is_told_at_once_for_another_one(held_first: bool) -> None:
    wishes = {"team": SHARED | {"per_day": 1, "language": "fr"}, "other": SHARED | {"language": "en"}}
    office = Office(**{name: dict(wishes[name]) for name in (sorted(wishes, reverse=held_first))})
    office.raise_(alert(alert_id="al-0"))  # all that the first of them is told of this actor today
    office.raise_(alert(alert_id="al-1"))
    assert [(each.id, each.language) for each in office.baskets["team"].got][1:] == [("al-1", "en")]


def test_each_team_reads_its_own_language() -> None:
    office = Office(one={"language": "fr"}, two={"language": "en"})
    office.raise_(alert(alert_id="al-1"))
    assert [office.baskets[name].got[0].language for name in ("one", "two")] == ["fr", "en"]


# alerts a day    severities raised, in order              told one by one
BUDGETS = [
    (None, "lll mmm hhh", "lll mmm hhh"),
    (3, "lll mmm hhh", "l.. m.. h.."),
    (6, "lll mmm hhh", "ll. mm. hh."),
    (3, "hhhh", "hhh."),
    (3, "hh ll mm", "hh .. .."),
    (1, "l h", "l ."),
    (2, "l h", "l h"),
]


@pytest.mark.parametrize(("per_day", "raised", "told"), BUDGETS)
def test_the_budget_of_a_day_keeps_room_for_what_matters(per_day: int | None, raised: str, told: str) -> None:
    severities = {"l": Severity.LOW, "m": Severity.MEDIUM, "h": Severity.HIGH}
    alerts = numbered(len(raised.replace(" ", "")))
    made = [
        alert(alert_id=one.alert_id, actor=one.actor, severity=severities[letter])
        for one, letter in zip(alerts, raised.replace(" ", ""), strict=True)
    ]
    office = Office(team={"per_day": per_day})
    office.raise_(*made)
    expected = [one.alert_id for one, mark in zip(made, told.replace(" ", ""), strict=True) if mark != "."]
    assert office.got() == expected


# what is known or asked for          the alert                                              why it is held
HELD = [
    (Known(held={"demo_rule": "precision"}), {}, "held"),
    (Known(snoozed={"a-1": MORNING + timedelta(hours=1)}), {"actor": "a-1"}, "snoozed"),
    (Known(), {"digest": "weekly", "deliver_at": MORNING + timedelta(days=2)}, "digest"),
]


@pytest.mark.parametrize(("known", "changes", "reason"), HELD)
def test_what_is_held_comes_in_a_digest(known: Known, changes: dict[str, Any], reason: str) -> None:
    office = Office(known, team={})
    office.raise_(alert(alert_id="al-1", **changes))
    assert office.got() == []
    office.later(days=3)
    [digest] = office.digests()
    assert digest.reasons == {reason: 1}
    assert digest.alerts[0].alert_id == "al-1"


def test_a_snooze_that_is_over_holds_nothing() -> None:
    office = Office(Known(snoozed={"a-1": MORNING - timedelta(seconds=1)}), team={})
    office.raise_(alert(alert_id="al-1", actor="a-1"))
    assert office.got() == ["al-1"]


def test_an_alert_of_quiet_hours_is_told_when_they_end() -> None:
    office = Office(team={})
    office.raise_(alert(alert_id="al-1", deliver_at=MORNING + timedelta(hours=2)))
    office.later(minutes=119)
    assert office.got() == []
    office.later(minutes=1)
    assert office.got() == ["al-1"]


@pytest.mark.parametrize(
    ("severity", "hours", "told"),
    [(Severity.MEDIUM, 3, []), (Severity.MEDIUM, 4, ["al-1"]), (Severity.HIGH, 0, ["al-1"])],
)
def test_a_team_has_quiet_hours_of_its_own(severity: Severity, hours: float, told: list[str]) -> None:
    office = Office(team={"quiet": {"start": "20:00", "end": "12:00"}})
    office.raise_(alert(alert_id="al-1", severity=severity))
    office.later(hours=hours)
    assert office.got() == told


def test_more_about_an_actor_waits_for_the_digest_unless_it_is_more_severe() -> None:
    office = Office(team={"per_day": 10})
    severities = (Severity.MEDIUM, Severity.MEDIUM, Severity.LOW, Severity.HIGH)
    office.raise_(*(alert(alert_id=f"al-{n}", actor="a-1", severity=each) for n, each in enumerate(severities)))
    assert office.got() == ["al-0", "al-3"]
    office.later(days=1)
    [digest] = office.digests()
    assert [each.alert_id for each in digest.alerts] == ["al-1", "al-2"]
    assert digest.reasons == {"group": 2}


def test_the_digest_comes_once_when_the_teams_day_ends_and_the_next_day_has_its_own_budget() -> None:
    office = Office(team={"per_day": 1, "digest_hour": 7, "timezone": "Europe/Paris"})
    office.raise_(*numbered(3))
    office.later(hours=21, minutes=59)  # 05:59 UTC is 06:59 in Paris
    assert office.got() == ["al-0"]
    office.later(minutes=2)
    [digest] = office.digests()
    assert digest.count == 2
    office.later(minutes=2)
    assert len(office.digests()) == 1
    office.raise_(alert(alert_id="al-9", actor="a-9"))
    assert office.got()[-1] == "al-9"


def test_a_digest_is_ranked_and_says_what_it_leaves_out() -> None:
    judged = {"good": Tally(concern=9, no_concern=1), "bad": Tally(concern=1, no_concern=9)}
    office = Office(Known(rules=judged, held={"good": "x", "bad": "x", "new": "x"}), team={})
    rows = [("al-1", "bad", Severity.MEDIUM), ("al-2", "good", Severity.MEDIUM), ("al-3", "new", Severity.MEDIUM),
            ("al-4", "bad", Severity.HIGH)]  # fmt: skip
    office.raise_(*(alert(alert_id=one, rule=rule, severity=each, actor=one) for one, rule, each in rows))
    office.raise_(*numbered(40, rule="new", severity=Severity.LOW))
    office.later(days=1)
    [digest] = office.digests()
    assert [each.alert_id for each in digest.alerts[:4]] == ["al-4", "al-2", "al-3", "al-1"]
    assert (digest.count, len(digest.alerts), digest.rules) == (44 - 4, 30, {"new": 37, "bad": 2, "good": 1})


def test_a_rule_that_floods_is_held_for_the_day_and_everybody_is_told_once() -> None:
    office = Office(flood=3, one={}, two={"severity": "high"})
    office.raise_(*numbered(10))
    assert office.got("one")[:3] == ["al-0", "al-1", "al-2"]
    for team in ("one", "two"):
        assert [each.facts["rule"] for each in office.notices(team)] == ["demo_rule"]
    office.later(days=1)
    assert [each.reasons for each in office.digests("one")] == [{"flood": 7}]
    office.raise_(alert(alert_id="al-77", actor="a-77"))
    assert office.got("one")[-1] == "al-77"


def test_an_alert_that_comes_again_is_not_told_and_not_counted_again() -> None:
    office = Office(flood=3, team={"per_day": 4})
    for _ in range(5):
        office.raise_(alert(alert_id="al-1", actor="a-1"))
    office.later(days=1)
    assert office.got() == ["al-1"]


def test_words_in_the_teams_language_go_into_the_digest() -> None:
    office = Office(Known(held={"demo_rule": "x"}), team={"language": "fr"})
    office.raise_(alert(translations=(Wording(language="fr", title="Titre", sentence="Phrase."),)))
    office.later(days=1)
    [held] = office.digests()[0].alerts
    assert held.titles == {"en": "Demo rule", "fr": "Titre"}


def test_what_was_held_for_a_team_that_is_gone_becomes_letters_that_reach_whoever_has_its_targets() -> None:
    office = Office(Known(held={"demo_rule": "x"}), team={})
    office.raise_(*numbered(2))
    heir = Office(heir={})
    heir.baskets["heir"].identity, heir.now, heir._state = "team", office.now + timedelta(days=1), office._state
    outcomes: Any = heir._run([], heir._state)
    letters = [record for outcome in outcomes for _, record in outcome.outputs]
    assert sorted((each.key, each.reason) for each in letters) == [("al-0", "removed_team"), ("al-1", "removed_team")]
    heir.raise_(*(decode(Alert, each.payload) for each in letters))
    assert sorted(heir.got("heir")) == ["al-0", "al-1"]
    heir.later(days=1)
    assert len(heir.got("heir")) == 2
