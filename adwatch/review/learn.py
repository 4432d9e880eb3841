"""What notifications are told about the past: base rates, precision, held rules, earlier alerts. See `known.py`."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta

from adwatch.reader import Reader
from adwatch.review.precision import tallies, under_their_floor
from adwatch.review.steps import is_withdrawn
from processors.index.document import AlertDocument
from processors.notify import known
from processors.notify.known import Known, Past, group_of
from processors.settings import ProcessorSettings
from schemas.base import Moment

PAST = 5  # alerts remembered of one group


def learn(settings: ProcessorSettings) -> Known:
    """Read ads and alerts, and put what they teach in place for the stages.

    Whoever snoozes or closes meanwhile waits, so that what they say is not lost.
    """
    file = known.path(settings.home)
    with known.changing(file) as before:
        made = _made(settings, before, datetime.now(UTC))
        known.write(file, made)
    return made


def _made(settings: ProcessorSettings, before: Known, now: datetime) -> Known:
    days = settings.review.days
    with Reader(settings.search) as reader:
        ads, with_indicator = reader.indicator_counts(now - timedelta(days=days))
        alerts = list(reader.all_alerts())
    rules, indicators = tallies(alerts)
    return Known(
        made_at=now,
        days=days,
        ads=ads,
        base_rates={indicator: count / ads for indicator, count in with_indicator.items()} if ads else {},
        rules=rules,
        indicators=indicators,
        held=under_their_floor(rules, settings.review),
        snoozed=_still(before.snoozed, now),
        groups=_groups(alerts),
    )


def _still(snoozed: Mapping[str, Moment], now: datetime) -> dict[str, Moment]:
    return {group: until for group, until in snoozed.items() if until > now}


def _groups(alerts: Iterable[AlertDocument]) -> dict[str, tuple[Past, ...]]:
    """The newest alerts of each group, the newest first, without those that were withdrawn."""
    groups: defaultdict[str, list[Past]] = defaultdict(list)
    holding = (alert for alert in alerts if not is_withdrawn(alert))
    for alert in sorted(holding, key=lambda each: each.at, reverse=True):
        past = groups[group_of(alert)]
        if len(past) < PAST:
            past.append(Past(alert_id=alert.alert_id, rule=alert.rule, at=alert.at, verdict=alert.verdict))
    return {group: tuple(past) for group, past in groups.items()}
