"""Kind `percentage`: the share of a key's ads that meet a second condition, within a window."""

from typing import Any, Literal

from pydantic import Field, model_validator

from processors.alert.condition import Condition
from processors.alert.kinds.series import SeriesRule, number, one_window, within_the_window
from processors.alert.predicate import Predicate, predicate
from processors.alert.rule import Rule
from processors.alert.steps import Bucketed, Series, Verdict, Weight
from schemas.ad import ScoredAd


class PercentageRule(SeriesRule):
    """Of the ads that meet `condition`, those that meet `match` too, in percent; `above` or `below` or both."""

    kind: Literal["percentage"]
    match: Condition
    above: float | None = Field(None, ge=0, lt=100)
    below: float | None = Field(None, gt=0, le=100)
    min_count: int = Field(10, ge=1)

    @model_validator(mode="after")
    def _bounded(self) -> "PercentageRule":
        if self.above is None and self.below is None:
            raise ValueError("expected above, below or both")
        return self


def prepare(said: PercentageRule) -> Predicate:
    """The second condition as a function. Raises ConditionError."""
    return predicate(said.match, ScoredAd, ("match",))


def _judge(rule: Rule[Any], series: Series, end: int) -> Verdict | None:
    slots = series.between(end - rule.file.span, end)
    count = sum(slot.count for slot in slots)
    if count < rule.file.min_count:
        return None
    share = 100 * sum(slot.matched for slot in slots) / count
    above, below = rule.file.above, rule.file.below
    told = (above is not None and share > above) or (below is not None and share < below)
    return Verdict(count, value=number(share)) if told else None


how = Bucketed(
    weigh=lambda rule, ad: Weight(matched=rule.ready(ad)),
    judge=_judge,
    reach=within_the_window,
    history=one_window,
)
