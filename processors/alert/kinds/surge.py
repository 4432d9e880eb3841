"""Kind `surge`: after the date of an event, far more ads of a kind than before it.

The window is held against the average of the `baseline` before the event. Which groups an event puts in need is for
people to say, in the condition; dates belong to the deployment.
"""

from datetime import UTC, date, datetime
from typing import Any, Literal

from pydantic import Field

from processors.alert.duration import Duration
from processors.alert.kinds.series import SeriesRule, number
from processors.alert.rule import Rule
from processors.alert.seen import DAY
from processors.alert.steps import Bucketed, Series, Verdict, Weight


class SurgeRule(SeriesRule):
    """`factor`: 3 tells of three times as many ads within a window as in the average window before the event."""

    kind: Literal["surge"]
    event: date
    lasting: Duration = 90 * DAY
    baseline: Duration = 28 * DAY
    factor: float = Field(3, gt=1)
    min_count: int = Field(10, ge=1)

    @property
    def begins(self) -> int:
        """The first moment of the day of the event (UTC), in ms."""
        return int(datetime(self.event.year, self.event.month, self.event.day, tzinfo=UTC).timestamp() * 1000)


def _judge(rule: Rule[Any], series: Series, end: int) -> Verdict | None:
    said = rule.file
    if not said.begins < end <= said.begins + said.lasting:
        return None
    current = series.count(max(end - said.span, said.begins), end)
    before = series.count(said.begins - said.baseline, said.begins)
    usual = before * said.span / said.baseline
    if current < said.min_count or current < said.factor * usual:
        return None
    return Verdict(current, value=number(current / usual) if usual else str(current), before=number(usual))


def _history(rule: Rule[Any], closed: int) -> int:
    """The baseline stays until the event is over."""
    over = closed > rule.file.begins + rule.file.lasting
    return int(closed - rule.file.span if over else rule.file.begins - rule.file.baseline)


def _reach(rule: Rule[Any]) -> int:
    """A key that is quiet for a while keeps its baseline."""
    return int(rule.file.span + rule.file.baseline)


how = Bucketed(weigh=lambda rule, ad: Weight(), judge=_judge, reach=_reach, history=_history)
