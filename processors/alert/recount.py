"""What is left of an alert when some of its ads are not together any more, and whether that still meets its rule.

Rules that count within a window keep what they counted, so the rest is counted anew, by the same function. Of rules in
steps only sums are kept, not of which ads; what they count of the rest is not known.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

from processors.alert.hit import Event
from processors.alert.kinds import KINDS
from processors.alert.rests import Rest
from processors.alert.rule import Rule

TOGETHER = 2  # fewer ads than that are not together


class Part(NamedTuple):
    """Ads of an alert that are together."""

    holds: bool  # whether they meet its rule, as far as they can be counted
    ads: tuple[str, ...]
    counts: int | None


def best(
    ads: Sequence[str], places: Sequence[str], events: Sequence[Event], rule: Rule[Any] | None, of: str = ""
) -> Part:
    """The part that an alert still rests on: one that meets its rule if there is one, of such the largest, of equal
    ones that with the newest ad. A new alert is about an ad (`of`): it rests on what is together with that."""
    together: dict[str, list[str]] = {}
    for ad, place in zip(ads, places, strict=True):
        together.setdefault(place, []).append(ad)
    newest_first = dict.fromkeys(reversed(places))
    if of:
        newest_first = dict.fromkeys([next((place for place in together if of in together[place]), places[-1])])
    parts = [_part(tuple(together[place]), events, rule) for place in newest_first]
    return max(parts, key=lambda part: (part.holds, len(part.ads)))


def _part(here: tuple[str, ...], events: Sequence[Event], rule: Rule[Any] | None) -> Part:
    how = KINDS[rule.file.kind].counts if rule and events else None
    if len(here) < TOGETHER or rule is None or how is None:
        return Part(len(here) >= TOGETHER, here, 0 if len(here) < TOGETHER else None)
    known = frozenset(here)
    counted = [event for event in events if event.ad_id in known]
    number = how.number(rule, counted)
    return Part(how.reached(rule, counted, number), here, number)


def events_of(rest: Rest) -> list[Event]:
    """What an alert's rule counted."""
    return [Event(at, rest.ads[ad], rest.sources[source], value) for ad, at, source, value in rest.events]
