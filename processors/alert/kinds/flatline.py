"""Kind `flatline`: silence, or fewer sightings within a window than there should be.

A key is judged one window after its first sighting at the earliest, and for `give_up` windows after its newest one;
then it counts as gone. Time is event time: while no ad at all arrives, no silence is found (the system's own watch over
its stages does that).
"""

from typing import Any, Literal

from pydantic import Field

from processors.alert.kinds.series import SeriesRule, one_window
from processors.alert.rule import Rule
from processors.alert.steps import Bucketed, Series, Verdict, Weight


class FlatlineRule(SeriesRule):
    """`fewer_than`: 1 tells of silence."""

    kind: Literal["flatline"]
    fewer_than: int = Field(1, ge=1)
    give_up: int = Field(7, ge=1, le=60)


def _judge(rule: Rule[Any], series: Series, end: int) -> Verdict | None:
    if end - rule.file.span < series.since:
        return None
    count = series.count(end - rule.file.span, end)
    return Verdict(count) if count < rule.file.fewer_than else None


how = Bucketed(
    weigh=lambda rule, ad: Weight(),
    judge=_judge,
    reach=lambda rule: rule.file.give_up * rule.file.span,
    history=one_window,
    sightings=True,
)
