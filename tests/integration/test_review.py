"""People at work on alerts, on the real search engine: steps, two persons, the log, and what is learnt."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from msgspec.structs import replace
from typer.testing import CliRunner

from adwatch import audit
from adwatch.console.alerts import alerts
from adwatch.errors import KnownError
from adwatch.people import Person
from adwatch.reader import Reader
from adwatch.review import desk, steps
from adwatch.review.learn import learn
from processors.index import build, build_alert_file
from processors.index.client import session
from processors.index.convert import to_alert_document
from processors.index.names import ALERTS
from processors.index.setup import drop, init
from processors.notify import known
from processors.settings import ProcessorSettings
from processors.stage import Emit
from schemas.alert import Alert, AlertState, Severity
from schemas.finding import Finding, State
from schemas.score import Band, Contribution, Score
from tests.factories import alert, scored_ad

pytestmark = pytest.mark.engines
ANA, BOB = Person("ana", "office"), Person("bob", "office")
FEE = Contribution(
    indicator="LB-06", label="Fee demanded", dimension="x", strength="medium", grade="E2", weight=1.0,
    quotes=("pay [phone-1] 300 first",),
)  # fmt: skip


@pytest.fixture
def office(unprepared: ProcessorSettings) -> Iterator[ProcessorSettings]:
    """An installation with its indices and nothing in them; no topics are needed here."""
    init(unprepared.search)
    yield unprepared
    drop(unprepared.search)


def filed(settings: ProcessorSettings, *alerts: Alert) -> None:
    assert build_alert_file(settings)(alerts) == [Emit()] * len(alerts)


def close(settings: ProcessorSettings, alert_id: str, verdict: str, who: Person = ANA) -> None:
    desk.step(settings, alert_id, who, lambda one, by, at: steps.close(one, by, at, verdict, "looked at"))


def test_an_alert_from_new_to_handed_over(office: ProcessorSettings) -> None:
    filed(office, alert(alert_id="al-1"))
    desk.step(office, "al-1", ANA, lambda one, by, at: steps.acknowledge(one, by, at))
    desk.step(office, "al-1", ANA, lambda one, by, at: steps.escalate(one, by, at, "the partner", "two ads"))
    with pytest.raises(KnownError, match="two persons decide"):
        desk.step(office, "al-1", ANA, lambda one, by, at: steps.confirm(one, by, at, "yes"))
    with pytest.raises(KnownError, match="before two persons"):
        desk.step(office, "al-1", ANA, lambda one, by, at: steps.export(one, by, at, ""))
    desk.step(office, "al-1", BOB, lambda one, by, at: steps.confirm(one, by, at, "yes"))
    desk.step(office, "al-1", ANA, lambda one, by, at: steps.export(one, by, at, ""))
    with Reader(office.search) as reader:
        [now] = reader.alerts(state="escalated")
    assert [f"{step.by} {step.action}" for step in now.history] == [
        "ana ack", "ana escalate", "bob confirm", "ana export",
    ]  # fmt: skip
    assert [(line.by, line.action) for line in audit.lines(office.home)] == [
        ("ana", "alert.ack"), ("ana", "alert.escalate"), ("bob", "alert.confirm"), ("ana", "alert.export"),
    ]  # fmt: skip
    assert list(audit.problems(office.home)) == []
    filed(office, alert(alert_id="al-1"))  # the alert comes again from its topic
    with Reader(office.search) as reader:
        again = reader.alert("al-1")
    assert again == now


def test_of_two_who_work_on_one_alert_at_once_the_second_is_told(office: ProcessorSettings) -> None:
    filed(office, alert(alert_id="al-1"))

    def slowly(one: Any, by: str, at: datetime) -> Any:
        desk.step(office, "al-1", BOB, lambda same, who, now: steps.acknowledge(same, who, now))  # meanwhile
        return steps.close(one, by, at, "concern", "")

    with pytest.raises(KnownError, match="somebody else worked on this alert just now"):
        desk.step(office, "al-1", ANA, slowly)
    with Reader(office.search) as reader:
        now = reader.alert("al-1")
    assert now is not None
    assert now.state is AlertState.ACKNOWLEDGED
    assert [line.action for line in audit.lines(office.home)] == ["alert.ack", "alert.close", "alert.not_done"]


def test_what_reviews_and_ads_teach(office: ProcessorSettings) -> None:
    fresh = datetime.now(UTC) - timedelta(days=1)
    finding = Finding(indicator="LB-06", state=State.PRESENT)
    ads = [scored_ad(ad_id=f"ad-{n}", key=str(n), observed_at=fresh, findings=(finding,) * (n < 2)) for n in range(8)]
    old = scored_ad(ad_id="ad-old", key="old", findings=(finding,), observed_at=fresh - timedelta(days=400))
    assert all(isinstance(outcome, Emit) for outcome in build(office)([*ads, old]))
    bad = [alert(alert_id=f"al-bad-{n}", rule="bad_rule", actor=f"a-{n}") for n in range(45)]
    good = alert(alert_id="al-good", rule="good_rule", actor="a-1", at=fresh, reasons=(FEE,))
    filed(office, *bad, good)
    with session(office.search) as client:  # forty-five decisions at once; each by itself is tested above
        now = datetime.now(UTC)
        for one in bad:
            closed = steps.close(to_alert_document(one), "ana", now, "no_concern", "")
            client.index(index=ALERTS.write(office.search.prefix), id=one.alert_id, document=_plain(closed))
    close(office, "al-good", "concern")
    made = learn(office)
    assert (made.ads, made.base_rates) == (8, {"LB-06": 0.25})
    assert made.held == {"bad_rule": "precision 0 of 45 decided, floor 10%"}
    assert made.rules["good_rule"].precision == 1.0
    assert made.indicators["LB-06"].concern == 1
    assert [(past.alert_id, past.verdict) for past in made.groups["a-1"]] == [
        ("al-good", "concern"), ("al-bad-1", "no_concern"),
    ]  # fmt: skip
    assert known.reader(known.path(office.home))() == made


def _plain(record: Any) -> Any:
    from schemas.codec import encode

    return json.loads(encode(record))


def test_the_commands(office: ProcessorSettings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ADWATCH_HOME", str(office.home))
    monkeypatch.setenv("ADWATCH_SEARCH__URL", office.search.url)
    monkeypatch.setenv("ADWATCH_SEARCH__PREFIX", office.search.prefix)
    monkeypatch.setenv("ADWATCH_REVIEW__SHARED_LOGIN", "true")
    ad = scored_ad(ad_id="ad-1", key="1", score=Score(band=Band.HIGH, reasons=(FEE,)))
    assert all(isinstance(outcome, Emit) for outcome in build(office)([ad]))
    told = alert(alert_id="al-1", actor="a-1", ads=("ad-1",), reasons=(replace(FEE, quotes=()),))
    filed(
        office, told, alert(alert_id="al-2", actor="a-1", severity=Severity.HIGH), alert(alert_id="al-3", actor="a-3")
    )

    def run(*arguments: str) -> str:
        done = CliRunner().invoke(alerts, arguments)
        return done.output if done.exit_code == 0 else str(done.exception)

    assert [line.partition("\t")[0] for line in run("list", "--by-actor").splitlines()] == ["al-2", "al-1", "", "al-3"]
    shown = run("show", "al-1")
    assert "“pay [phone-1] 300 first”" in shown
    assert "First, do no harm" in shown
    assert "do-no-harm list" in run("escalate", "al-1", "--to", "x", "--note", "y", "--by", "ana")
    assert "is snoozed" in run("snooze", "al-1", "--for", "2d", "--actor", "--note", "waiting", "--by", "ana")
    assert "is closed" in run("close", "al-3", "--verdict", "no_concern", "--by", "ana")
    assert [line.partition("\t")[0] for line in run("list", "--due").splitlines()] == ["al-2"]
    assert "waiting" in run("history", "al-1")
    now = known.reader(known.path(office.home))()
    assert now.is_snoozed("a-1", datetime.now(UTC) + timedelta(days=1))
    assert [past.verdict for past in now.past("a-3", "")] == ["no_concern"]
