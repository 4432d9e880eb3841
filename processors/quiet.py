"""Hours in which nothing is sent: of a rule or of a team."""

import re
from datetime import UTC, datetime, time, timedelta
from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict

from schemas.alert import Severity

RANK = {Severity.LOW: 0, Severity.MEDIUM: 1, Severity.HIGH: 2}
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


class Quiet(BaseModel):
    """Hours in which nothing is sent, over midnight if need be; alerts of `unless` severity and above go out."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    start: ClockTime
    end: ClockTime
    zone: Zone = "UTC"
    unless: Severity | None = Severity.HIGH


def after_quiet(quiet: Quiet, moment: datetime, severity: Severity) -> datetime:
    """The first moment from this one on at which an alert of that severity may be sent."""
    if quiet.unless is not None and RANK[severity] >= RANK[quiet.unless]:
        return moment
    local = moment.astimezone(ZoneInfo(quiet.zone))
    now = local.time()
    over_midnight = quiet.start > quiet.end
    inside = (now >= quiet.start or now < quiet.end) if over_midnight else quiet.start <= now < quiet.end
    if not inside:
        return moment
    day = local.date() + timedelta(days=1 if over_midnight and now >= quiet.start else 0)
    return datetime.combine(day, quiet.end, local.tzinfo).astimezone(UTC)
