"""A condition that was completed: what a kind of rule finds, before it is put into words."""

from dataclasses import dataclass
from typing import NamedTuple

from processors.alert.about import About

MAX_ADS = 50  # named in one alert; the newest are kept

# How far behind the newest ad (event time) an ad may arrive and still be counted where it belongs. It covers one
# night in which some partitions stood still and others went on. Later ones still meet rules of kind `any`.
LATENESS = 24 * 3600 * 1000


class Event(NamedTuple):
    """One thing seen of one ad; `value` is what is told apart, "" where ads themselves are counted."""

    at: int
    ad_id: str
    source: str
    value: str


@dataclass(frozen=True, slots=True)
class Hit:
    """`key` and `window` name it: with the rule they make the alert's id, so that the same event has the same id."""

    key: str
    window: str
    at: int  # event time in ms: the ad that completed the condition
    ads: tuple[str, ...]  # ids, the newest last
    sources: tuple[str, ...]
    count: int = 1
    contact: str = ""  # the kind of contact, for rules about contacts
    before: str = ""  # what was, for rules about changes
    after: str = ""  # what is
    value: str = ""  # what was measured
    events: tuple[Event, ...] = ()  # what was counted, where that can be counted again
    about: About | None = None  # the ad whose reasons the alert gives; None: the ad at hand
