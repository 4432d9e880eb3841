"""How often alerts were worth a look, from the verdicts of people, with the uncertainty of small numbers."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from processors.index.document import AlertDocument
from processors.notify.known import Tally
from processors.settings import ReviewSettings
from schemas.alert import AlertState

_Z = 1.96  # 95 %


def tallies(alerts: Iterable[AlertDocument]) -> tuple[dict[str, Tally], dict[str, Tally]]:
    """Verdicts per rule and per indicator; an alert counts for each indicator among its reasons."""
    rules: defaultdict[str, Counter[str]] = defaultdict(Counter)
    indicators: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for alert in alerts:
        if alert.state is AlertState.CLOSED and alert.verdict:
            rules[alert.rule][alert.verdict] += 1
            for indicator in {each.indicator for each in alert.reasons}:
                indicators[indicator][alert.verdict] += 1
    return _counted(rules), _counted(indicators)


def interval(tally: Tally) -> tuple[float, float]:
    """The Wilson score interval at 95 % of the precision: between these it lies; (0, 1) while nothing is decided."""
    decided = tally.concern + tally.no_concern
    if decided == 0:
        return 0.0, 1.0
    share = tally.concern / decided
    middle = share + _Z**2 / (2 * decided)
    spread = _Z * math.sqrt(share * (1 - share) / decided + _Z**2 / (4 * decided**2))
    whole = 1 + _Z**2 / decided
    return max(0.0, (middle - spread) / whole), min(1.0, (middle + spread) / whole)


def under_their_floor(rules: Mapping[str, Tally], review: ReviewSettings) -> dict[str, str]:
    """Rules to hold and why: enough was decided, and even the best reading of it is under the floor."""
    held = {}
    for rule, tally in rules.items():
        floor, decided = review.floors.get(rule, review.precision_floor), tally.concern + tally.no_concern
        if decided >= review.after and interval(tally)[1] < floor:
            held[rule] = f"precision {tally.concern} of {decided} decided, floor {floor:.0%}"
    return held


def _counted(by_name: Mapping[str, Counter[str]]) -> dict[str, Tally]:
    return {name: Tally(**{verdict: counts[verdict] for verdict in counts}) for name, counts in by_name.items()}
