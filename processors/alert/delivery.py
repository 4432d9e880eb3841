"""When an alert may be sent: digests and quiet hours, worked out from the alert's own moment and never from a clock.

The alert stage writes the answer into the alert (`deliver_at`, `digest`); whoever sends it keeps to it. The same
plan may be asked for a person, whose own digest and quiet hours come on top of the rule's.
"""

import re
from datetime import UTC, datetime, time, timedelta
from typing import Annotated, NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, model_validator

from processors.alert.duration import Duration
from schemas.alert import Severity

_RANK = {Severity.LOW: 0, Severity.MEDIUM: 1, Severity.HIGH: 2}
_WRITTEN = re.compile(r"([01]\d|2[0-3]):([0-5]\d)")


def _clock_time(said: object) -> time:
    match = _WRITTEN.fullmatch(said) if isinstance(said, str) else None
    if match is None:
        raise ValueError('expected a time in quotes, such as "22:00"')
    return time(int(match[1]), int(match[2]))


def _known_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        raise ValueError(f"no time zone {name!r}; expected a name such as Europe/Paris") from None
    return name


ClockTime = Annotated[time, BeforeValidator(_clock_time)]
Zone = Annotated[str, AfterValidator(_known_zone)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Digest(_Part):
    """Alerts are gathered: for a span (`every`), or until times of the day (`at`)."""

    every: Duration | None = None
    at: tuple[ClockTime, ...] = ()
    zone: Zone = "UTC"
    below: Severity | None = None  # only alerts under this severity are gathered

    @model_validator(mode="after")
    def _one(self) -> "Digest":
        if (self.every is None) == (not self.at):
            raise ValueError("expected one of: every, at")
        return self


class Quiet(_Part):
    """Hours in which nothing is sent, over midnight if need be; alerts of `unless` severity and above go out."""

    start: ClockTime
    end: ClockTime
    zone: Zone = "UTC"
    unless: Severity | None = Severity.HIGH


class Delivery(_Part):
    """Nothing said: at once."""

    digest: Digest | None = None
    quiet: Quiet | None = None


class Plan(NamedTuple):
    """Not before `at`, together with the alerts of the same `digest`; None and "" for at once."""

    at: datetime | None = None
    digest: str = ""


def plan(delivery: Delivery, moment: datetime, severity: Severity, name: str = "") -> Plan:
    """When an alert of that moment and severity may be sent; `name` (a rule, a person) tells digests apart."""
    at, digest = moment, ""
    if delivery.digest and (delivery.digest.below is None or _RANK[severity] < _RANK[delivery.digest.below]):
        at = _gathered(delivery.digest, moment)
        digest = f"{name}/{at:%Y-%m-%dT%H:%M:%SZ}"
    if delivery.quiet and (delivery.quiet.unless is None or _RANK[severity] < _RANK[delivery.quiet.unless]):
        at = _after_quiet(delivery.quiet, at)
    return Plan(at, digest) if at != moment else Plan()


def _gathered(digest: Digest, moment: datetime) -> datetime:
    if digest.every is not None:
        ms = int(moment.timestamp() * 1000)
        return datetime.fromtimestamp((ms - ms % digest.every + digest.every) / 1000, UTC)
    local = moment.astimezone(ZoneInfo(digest.zone))
    days = (local.date() + timedelta(days=ahead) for ahead in (0, 1))
    times = (datetime.combine(day, each, local.tzinfo) for day in days for each in sorted(digest.at))
    return next(each for each in times if each > local).astimezone(UTC)


def _after_quiet(quiet: Quiet, moment: datetime) -> datetime:
    local = moment.astimezone(ZoneInfo(quiet.zone))
    now = local.time()
    over_midnight = quiet.start > quiet.end
    inside = (now >= quiet.start or now < quiet.end) if over_midnight else quiet.start <= now < quiet.end
    if not inside:
        return moment
    day = local.date() + timedelta(days=1 if over_midnight and now >= quiet.start else 0)
    return datetime.combine(day, quiet.end, local.tzinfo).astimezone(UTC)
