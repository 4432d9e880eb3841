"""Kind `metric`: a number measured over a key's ads within a window is above or below a bound."""

from typing import Any, Literal

from pydantic import Field, model_validator

from processors.alert import fields
from processors.alert.kinds.series import SeriesRule, number, one_window, within_the_window
from processors.alert.kinds.values import number_field, strings, value_field
from processors.alert.rule import Rule
from processors.alert.steps import Bucketed, Series, Slot, Verdict, Weight
from schemas.ad import ScoredAd


class MetricRule(SeriesRule):
    """`of` is a number of the ad, or `price` (the lowest it names); for `distinct` any field with one value."""

    kind: Literal["metric"]
    metric: Literal["avg", "min", "max", "sum", "distinct"]
    of: str
    above: float | None = None
    below: float | None = None
    min_count: int = Field(1, ge=1)

    @model_validator(mode="after")
    def _bounded(self) -> "MetricRule":
        if self.above is None and self.below is None:
            raise ValueError("expected above, below or both")
        return self


def prepare(said: MetricRule) -> fields.Field:
    """The field that is measured. Raises ConditionError."""
    return value_field(said.of, ("of",)) if said.metric == "distinct" else number_field(said.of, ("of",))


def _weigh(rule: Rule[Any], ad: ScoredAd) -> Weight | None:
    if rule.file.metric == "distinct":
        values = strings(rule.ready, ad)
        return Weight(value=values[0]) if len(values) == 1 else None
    measured = rule.ready.get(ad)
    return None if measured is None else Weight(number=float(measured))


def _measure(metric: str, slots: list[Slot]) -> float:
    match metric:
        case "min":
            return min(slot.low for slot in slots)
        case "max":
            return max(slot.high for slot in slots)
        case "distinct":
            return len({value for slot in slots for value in slot.values})
    total = sum(slot.total for slot in slots)
    return total if metric == "sum" else total / sum(slot.count for slot in slots)


def _judge(rule: Rule[Any], series: Series, end: int) -> Verdict | None:
    slots = series.between(end - rule.file.span, end)
    count = sum(slot.count for slot in slots)
    if count < rule.file.min_count or not slots:
        return None
    measured = _measure(rule.file.metric, slots)
    above, below = rule.file.above, rule.file.below
    told = (above is not None and measured > above) or (below is not None and measured < below)
    return Verdict(count, value=number(measured)) if told else None


how = Bucketed(weigh=_weigh, judge=_judge, reach=within_the_window, history=one_window)
