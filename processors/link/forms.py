"""What kind of ad an ad is, by its source and by what it says: one contact in several kinds is what bridges are."""

from collections import Counter
from collections.abc import Iterable

from schemas.base import SourceFamily
from schemas.finding import Finding, State

JOB, ADULT, TRAVEL, ORGAN, MARRIAGE = "job", "adult", "travel", "organ", "marriage"

_BY_FAMILY = {SourceFamily.JOB_BOARD: JOB, SourceFamily.ADULT_SERVICES: ADULT}
_BY_PREFIX = {"LB": JOB, "SX": ADULT, "ST": TRAVEL, "OR": ORGAN, "FM": MARRIAGE}
_RARE = {TRAVEL, ORGAN, MARRIAGE}  # their indicators do not occur in other ads, so one is enough
_ENOUGH = 2
# Indicators that ads of any kind may show: obscured numbers, assurances, movement, urgency, messengers only.
_ANY_KIND = {"SX-05", "SX-07", "SX-09", "SX-11", "SX-20", "SX-21", "SX-23", "LB-04", "LB-05", "LB-17", "LB-29"}


def form_of(family: SourceFamily, findings: Iterable[Finding]) -> str:
    """One of the kinds above, or "" when it cannot be told. Job boards and adult sites tell by themselves."""
    if family in _BY_FAMILY:
        return _BY_FAMILY[family]
    votes = Counter(
        _BY_PREFIX[found.indicator[:2]]
        for found in findings
        if found.state is not State.NOT_STATED
        and found.indicator not in _ANY_KIND
        and found.indicator[:2] in _BY_PREFIX
    )
    ranked = votes.most_common(2)
    if not ranked or (len(ranked) == 2 and ranked[0][1] == ranked[1][1]):
        return ""
    form, count = ranked[0]
    return form if count >= _ENOUGH or form in _RARE else ""
