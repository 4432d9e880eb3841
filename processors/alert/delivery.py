"""When an alert may be sent: digests and quiet hours, worked out from the alert's own moment and never from a clock.

The alert stage writes the answer into the alert (`deliver_at`, `digest`); whoever sends it keeps to it. A team's own
quiet hours and digests, in the settings, come on top of the rule's.
"""

from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, model_validator

from processors.alert.duration import Duration
from processors.quiet import RANK, ClockTime, Quiet, Zone, after_quiet
from schemas.alert import Severity


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
    if delivery.digest and (delivery.digest.below is None or RANK[severity] < RANK[delivery.digest.below]):
        at = _gathered(delivery.digest, moment)
        digest = f"{name}/{at:%Y-%m-%dT%H:%M:%SZ}"
    if delivery.quiet:
        at = after_quiet(delivery.quiet, at, severity)
    return Plan(at, digest) if at != moment else Plan()


def _gathered(digest: Digest, moment: datetime) -> datetime:
    if digest.every is not None:
        ms = int(moment.timestamp() * 1000)
        return datetime.fromtimestamp((ms - ms % digest.every + digest.every) / 1000, UTC)
    local = moment.astimezone(ZoneInfo(digest.zone))
    days = (local.date() + timedelta(days=ahead) for ahead in (0, 1))
    times = (datetime.combine(day, each, local.tzinfo) for day in days for each in sorted(digest.at))
    return next(each for each in times if each > local).astimezone(UTC)
