"""Kind `spike`: a window holds so many times as many ads as the one before it, or so many times fewer.

Both windows must be full: a key is judged two windows after its first ad at the earliest.
"""

from typing import Any, Literal

from pydantic import Field

from processors.alert.kinds.series import SeriesRule, number, two_windows
from processors.alert.rule import Rule
from processors.alert.steps import Bucketed, Series, Verdict, Weight


class SpikeRule(SeriesRule):
    """`height`: 3 tells of three times as many (`up`) or a third (`down`)."""

    kind: Literal["spike"]
    height: float = Field(gt=1)
    direction: Literal["up", "down", "both"] = "up"
    min_reference: int = Field(1, ge=1)  # ads in the window before; with fewer nothing is told
    min_current: int = Field(1, ge=0)  # ads in the window, for a spike upwards


def _judge(rule: Rule[Any], series: Series, end: int) -> Verdict | None:
    said, span = rule.file, rule.file.span
    if end - 2 * span < series.since:
        return None
    current, reference = series.count(end - span, end), series.count(end - 2 * span, end - span)
    if reference < said.min_reference:
        return None
    up = said.direction != "down" and current >= max(said.height * reference, said.min_current)
    down = said.direction != "up" and current * said.height <= reference
    if not (up or down):
        return None
    return Verdict(current, value=number(current / reference), before=str(reference))


how = Bucketed(
    weigh=lambda rule, ad: Weight(),
    judge=_judge,
    reach=lambda rule: 2 * rule.file.span,
    history=two_windows,
)
