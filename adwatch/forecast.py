"""Forecast of a rule: what it would have done on the ads of the past, by the very code that runs in the stream."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from processors import added_lines
from processors.alert import evaluate
from processors.alert.assistance import Directory
from processors.alert.live import digest
from processors.alert.rule import Rule
from processors.index.document import AlertDocument
from processors.notify.known import Tally, group_of
from schemas.ad import ScoredAd
from schemas.alert import Alert, AlertState
from schemas.base import Moment, Record

SAMPLES = 5
MAX_REMEMBERED = 100_000  # alerts of one forecast whose reviews are looked up; more is a flood in any case


class Sample(Record, frozen=True, kw_only=True):
    """One alert that would have been raised."""

    alert_id: str
    at: Moment
    group: str
    sentence: str
    ads: tuple[str, ...]


class Forecast(Record, frozen=True, kw_only=True, omit_defaults=False):
    """What one rule would have done. `reviewed` and `precision` are of these very alerts, where people judged them."""

    rule: str
    version: int
    digest: str
    made_at: Moment
    source: str  # where the ads came from
    history: bool = False  # these are ads that were seen, not invented ones
    days: int
    ads: int
    alerts: int
    per_day: dict[str, int]  # days with alerts
    mean: float  # alerts a day
    most: int  # on the worst day
    actors: int
    reviewed: int  # alerts that people have judged already
    actors_reviewed: int  # actors with a judged alert, of whatever rule
    precision: float | None
    samples: tuple[Sample, ...]

    @property
    def opens(self) -> bool:
        """Whether it says enough to let its rule go live: without ads, or on invented ones, it says nothing."""
        return self.history and self.ads > 0


def forecast(
    rule: Rule[Any],
    ads: Iterable[ScoredAd],
    days: int | None,
    source: str,
    judged: Callable[[], Iterable[AlertDocument]] = tuple,
    *,
    history: bool = False,
) -> Forecast:
    """Replay the ads, which must come in event time, and hold what comes of it against what people judged.

    Without `days` they are counted from the first ad's to the last one's.
    """
    counted = _Counted()
    for alert in evaluate([rule], counted.each(ads), Directory()):
        counted.add(alert)
    days = days or counted.days
    closed = {each.alert_id: each for each in judged() if each.state is AlertState.CLOSED}
    mine = [closed[alert_id] for alert_id in counted.groups if alert_id in closed]
    known = {group_of(each) for each in closed.values()}
    verdicts = Counter(each.verdict for each in mine if each.verdict)
    return Forecast(
        rule=rule.id,
        version=rule.file.version,
        digest=digest(rule.file),
        made_at=datetime.now(UTC),
        source=source,
        history=history,
        days=days,
        ads=counted.ads,
        alerts=counted.alerts,
        per_day=dict(sorted(counted.per_day.items())),
        mean=round(counted.alerts / days, 2),
        most=max(counted.per_day.values(), default=0),
        actors=len(set(counted.groups.values())),
        reviewed=len(mine),
        actors_reviewed=len(set(counted.groups.values()) & known),
        precision=Tally(**{verdict: verdicts[verdict] for verdict in verdicts}).precision,
        samples=tuple(counted.samples),
    )


class _Counted:
    """What is kept of a replay while it runs."""

    def __init__(self) -> None:
        self.ads = self.alerts = 0
        self.per_day: Counter[str] = Counter()
        self.groups: dict[str, str] = {}  # alert -> its group
        self.samples: list[Sample] = []
        self._first: date | None = None
        self._last: date | None = None

    @property
    def days(self) -> int:
        """From the first ad's to the last one's, both counted."""
        return (self._last - self._first).days + 1 if self._first and self._last else 1

    def each(self, ads: Iterable[ScoredAd]) -> Iterator[ScoredAd]:
        """The ads, counted."""
        for ad in ads:
            self.ads += 1
            self._last = ad.observed_at.date()
            self._first = self._first or self._last
            yield ad

    def add(self, alert: Alert) -> None:
        """One alert more. The samples are spread: the first, and then one at each doubling."""
        self.alerts += 1
        self.per_day[f"{alert.at:%Y-%m-%d}"] += 1
        if len(self.groups) < MAX_REMEMBERED:
            self.groups[alert.alert_id] = group_of(alert)
        if self.alerts & (self.alerts - 1) == 0:
            self.samples = [*self.samples, _sample(alert)][-SAMPLES:]


def _sample(alert: Alert) -> Sample:
    return Sample(
        alert_id=alert.alert_id, at=alert.at, group=group_of(alert), sentence=alert.sentence, ads=alert.ads[-3:]
    )


def path(home: Path) -> Path:
    """Where forecasts are kept: JSON lines, the newest last."""
    return home / "forecasts.jsonl"


def keep(home: Path, made: Forecast) -> None:
    """Add one."""
    added_lines.add(path(home), [made])


def latest(home: Path, rule: Rule[Any]) -> Forecast | None:
    """The newest forecast of the rule as it is now, one that opens before any other; None when there is none."""
    every = added_lines.read(path(home), Forecast, "forecast")
    mine = [each for each in every if (each.rule, each.digest) == (rule.id, digest(rule.file))]
    return next((each for each in reversed(mine) if each.opens), mine[-1] if mine else None)


def held_back(made: Forecast, budgets: Mapping[str, int | None]) -> dict[str, float]:
    """Of each team with a number of alerts a day, how many of this rule's a day would be beyond it on its own."""
    return {
        team: round(sum(max(0, count - most) for count in made.per_day.values()) / made.days, 2)
        for team, most in budgets.items()
        if most is not None
    }


def begin(days: int) -> datetime:
    """The moment from which ads count."""
    return datetime.now(UTC) - timedelta(days=days)
