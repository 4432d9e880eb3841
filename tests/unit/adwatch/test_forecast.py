"""Forecasts: the past in event time, through the stage's own code, and what lets a rule go live."""

import json
import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from adwatch import audit, forecast, history
from adwatch.commands import backtest
from adwatch.errors import KnownError
from adwatch.review import steps
from processors.alert import build, live, load_rule
from processors.alert.rule import Rule
from processors.index.convert import to_alert_document
from processors.index.document import AlertDocument
from processors.settings import ProcessorSettings
from processors.stage import Emit
from processors.state import MemoryTransaction
from schemas.ad import ScoredAd
from schemas.alert import Subject
from schemas.codec import encode
from schemas.score import Band, Score
from tests.factories import alert, scored_ad
from tests.readings import catalogue

CATALOGUE = ProcessorSettings().catalogue
FORECAST = "run, in half a minute: adwatch rules backtest --invented 400 --days 10 --lock"
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def high(number: int, day: int = 0, **changes: Any) -> ScoredAd:
    """One ad in the high band, in a cluster of its own."""
    values = {"ad_id": f"ad-{number:02}", "key": str(number), "cluster": f"c-{number}", "actor": f"a-{number % 3}"}
    when = NOON + timedelta(days=day, minutes=number)
    return scored_ad(**{**values, "observed_at": when, "score": Score(band=Band.HIGH), **changes})


PAST = [high(number, day=number // 4) for number in range(10)]  # four on each of two days, two on the third


@pytest.fixture
def rule() -> Rule[Any]:
    return load_rule(CATALOGUE / "rules" / "high_band_ad.yml")


def test_ads_come_in_event_time_and_only_those_of_the_span() -> None:
    records = [encode(ad) for ad in PAST]
    random.Random(7).shuffle(records)
    records.insert(3, b"no ad")
    found = list(history.in_order(records, NOON + timedelta(days=1)))
    assert found == PAST[4:]


def test_a_forecast_counts_days_actors_and_judgements(rule: Rule[Any]) -> None:
    first = forecast.forecast(rule, PAST, 30, "a list")
    assert (first.ads, first.alerts, first.mean, first.most, first.actors) == (10, 10, 0.33, 4, 3)
    assert first.per_day == {"2026-03-01": 4, "2026-03-02": 4, "2026-03-03": 2}
    assert (first.reviewed, first.precision) == (0, None)
    assert first.samples[0].sentence.startswith("An ad on demo_jobs combines")

    def judged() -> list[AlertDocument]:
        ids = [sample.alert_id for sample in first.samples]
        mine = [(ids[0], "concern"), (ids[1], "no_concern"), ("al-other", "concern")]
        return [
            steps.close(to_alert_document(alert(alert_id=one, actor=None, subject=Subject(kind="actor", id="a-0"))),
                        "ana", NOON, verdict, "")
            for one, verdict in mine
        ]  # fmt: skip

    again = forecast.forecast(rule, PAST, 30, "a list", judged)
    assert (again.reviewed, again.precision, again.actors_reviewed) == (2, 0.5, 1)


def test_what_a_team_would_not_be_told_at_once(rule: Rule[Any]) -> None:
    made = forecast.forecast(rule, PAST, 10, "a list")
    assert forecast.held_back(made, {"small": 3, "large": 50, "endless": None}) == {"small": 0.2, "large": 0.0}


def test_a_rule_that_was_changed_has_no_forecast(rule: Rule[Any], tmp_path: Path) -> None:
    forecast.keep(tmp_path, forecast.forecast(rule, PAST, 30, "a list"))
    assert forecast.latest(tmp_path, rule) is not None
    assert forecast.latest(tmp_path, changed(rule, why=rule.file.title)) is not None  # words for people
    assert forecast.latest(tmp_path, changed(rule, key=("ad_id",))) is None


def changed(rule: Rule[Any], **changes: Any) -> Rule[Any]:
    return replace(rule, file=rule.file.model_copy(update=changes))


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ProcessorSettings:
    """An installation with one rule of its own, which is not live yet."""
    catalogue = tmp_path / "catalogue"
    (catalogue / "rules").mkdir(parents=True)
    for name in ("rules/high_band_ad.yml", "assistance/example.yml"):
        (catalogue / name).parent.mkdir(exist_ok=True)
        (catalogue / name).write_bytes((CATALOGUE / name).read_bytes())
    monkeypatch.setenv("ADWATCH_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("ADWATCH_CATALOGUE", str(catalogue))
    return ProcessorSettings(home=tmp_path / "home", catalogue=catalogue)


def alerts(office: ProcessorSettings) -> int:
    """How many alerts the stage raises, started anew."""
    outcomes = build(office)(PAST, MemoryTransaction())
    return sum(len(outcome.outputs) for outcome in outcomes if isinstance(outcome, Emit))


def test_a_rule_goes_live_after_a_forecast_or_for_a_reason_that_is_logged(
    office: ProcessorSettings, rule: Rule[Any], capsys: pytest.CaptureFixture[str]
) -> None:
    assert alerts(office) == 0
    with pytest.raises(KnownError, match="has no forecast as it is now"):
        backtest.live("high_band_ad", "", None)
    past = office.home.parent / "past.jsonl"
    past.write_bytes(b"".join(encode(ad) + b"\n" for ad in PAST))
    backtest.backtest(["high_band_ad"], 30, past, None, lock=False, as_json=False)
    said = capsys.readouterr().out
    assert "10 ads of 3 days" in said  # as many as they are of, whatever --days says
    assert "10 alerts, 3.33 a day, 4 on the worst day; 3 actors or cases" in said
    keep(office, history=False, ads=PAST)  # a later one on invented ads takes nothing back
    backtest.live("high_band_ad", "", None)
    assert alerts(office) == 10
    [line] = audit.lines(office.home)
    assert {name: line.details[name] for name in ("source", "ads", "days", "override")} == {
        "source": str(past), "ads": "10", "days": "3", "override": "",
    }  # fmt: skip


def keep(office: ProcessorSettings, history: bool, ads: list[ScoredAd]) -> None:
    rule = load_rule(office.catalogue / "rules" / "high_band_ad.yml")
    forecast.keep(office.home, forecast.forecast(rule, ads, 30, "some ads", history=history))


@pytest.mark.parametrize(
    ("history", "ads", "message"),
    [
        (False, PAST, "was forecast on some ads only"),
        (True, [], r"was forecast on no ad at all \(some ads\)"),
        (False, [], "was forecast on no ad at all"),
    ],
)
def test_a_forecast_that_says_nothing_of_the_past_opens_nothing(
    office: ProcessorSettings, history: bool, ads: list[ScoredAd], message: str
) -> None:
    keep(office, history, ads)
    with pytest.raises(KnownError, match=message + ".*--override"):
        backtest.live("high_band_ad", "", None)
    assert alerts(office) == 0
    backtest.live("high_band_ad", "the duty officer asks", None)
    [line] = audit.lines(office.home)
    assert (line.details["source"], line.details["ads"]) == ("some ads", str(len(ads)))
    assert alerts(office) == 10


def test_invented_ads_open_nothing(office: ProcessorSettings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history, "invented", lambda *_: iter(PAST))  # making real ones takes seconds
    backtest.backtest(["high_band_ad"], 1, None, 5, lock=False, as_json=True)
    with pytest.raises(KnownError, match="was forecast on 5 invented ads on 1 daily visits only"):
        backtest.live("high_band_ad", "", None)


def test_an_override_is_in_the_audit_log(office: ProcessorSettings) -> None:
    backtest.live("high_band_ad", "the duty officer asks", None)
    [line] = audit.lines(office.home)
    assert (line.action, line.subject, line.details["override"]) == (
        "rule.live",
        "high_band_ad",
        "the duty officer asks",
    )
    assert alerts(office) == 10


def test_every_rule_that_ships_was_forecast_as_it_is() -> None:
    rules = [load_rule(path) for path in sorted((CATALOGUE / "rules").glob("*.yml"))]
    assert rules
    seen = {(entry.rule, entry.digest) for entry in live.entries([CATALOGUE / live.LOCK])}
    missing = [rule.id for rule in rules if (rule.id, live.digest(rule.file)) not in seen]
    assert missing == [], FORECAST


def test_every_rule_that_ships_was_forecast_with_the_lists_as_they_are() -> None:
    lines = (CATALOGUE / live.LOCK).read_text().splitlines()
    assert {json.loads(line)["catalogue"] for line in lines} == {catalogue().version}, FORECAST
