"""Offers to people in need that multiply while a crisis is in the calendar."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from processors.link.records import Kept, Offers
from processors.link.sign import DAY_MS, MAX_EVIDENCE, Sign
from processors.link.tables import State
from processors.yaml_file import read_yaml
from schemas.base import epoch_ms
from schemas.finding import State as Stated

OFFERS_IN_NEED = "LB-30"  # the indicator of ads that address people in need
WEEK, BEFORE = 7, 28  # days of the surge, and of what it is held against
LEAST, TIMES = 10, 3.0  # offers in the week, and how many times as many as in a week before
_MAX_DAYS = 60
_KEY = b"all"


class Crisis(BaseModel):
    """One entry of the calendar."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = Field(pattern=r"^[a-z0-9_]{3,60}$")
    label: str = Field(min_length=3, max_length=200)
    begins: date
    ends: date | None = None  # None: it goes on
    source: str = Field(min_length=3, max_length=300)


class Calendar(BaseModel):
    """The file."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    crises: tuple[Crisis, ...] = ()


def load_calendar(catalogue: Path) -> tuple[Crisis, ...]:
    """The crises of a catalogue; none without the file. Raises FileError when it is wrong."""
    path = catalogue / "crises.yml"
    return read_yaml(path).into(Calendar).crises if path.exists() else ()


def surging(kept: Kept, crises: Sequence[Crisis], state: State) -> Sign | None:
    """NW-10: the ad is one of very many offers to people in need, compared with the weeks before, in a crisis.

    Offers are counted by the day, whether there is a crisis or not. It is a property of a time, which the catalogue
    does not score.
    """
    if not any(each.indicator == OFFERS_IN_NEED and each.state is Stated.PRESENT for each in kept.ad.findings):
        return None
    at = kept.ad.posted_at or kept.ad.history.first_seen
    offers = _counted(kept, epoch_ms(at) // DAY_MS, state)
    going_on = _going_on(at, crises)
    if going_on is None:
        return None
    today = epoch_ms(at) // DAY_MS
    week = sum(count for day, count in offers.days if today - WEEK < day <= today)
    before = sum(count for day, count in offers.days if today - WEEK - BEFORE < day <= today - WEEK)
    watched = offers.days[0][0] <= today - WEEK - BEFORE // 2  # long enough to know what is usual
    if not watched or week < LEAST or week < TIMES * before * WEEK / BEFORE:
        return None
    note = f"{week} offers to people in need in {WEEK} days, {before} in the {BEFORE} days before; {going_on.label}"
    return Sign("NW-10", state.ids_of(number for number in offers.newest if number != kept.number), note)


def _counted(kept: Kept, day: int, state: State) -> Offers:
    """The counts with this ad, which is counted once."""
    offers = state.offers.get(_KEY) or Offers()
    if kept.number <= offers.counted:
        return offers
    days = dict(offers.days)
    days[day] = days.get(day, 0) + 1
    newest = (*offers.newest, kept.number)[-MAX_EVIDENCE:]
    now = Offers(tuple(sorted(days.items()))[-_MAX_DAYS:], newest, kept.number)
    state.offers.put(_KEY, now)
    return now


def _going_on(at: datetime, crises: Sequence[Crisis]) -> Crisis | None:
    day = at.date()
    return next((each for each in crises if each.begins <= day and (each.ends is None or day <= each.ends)), None)
