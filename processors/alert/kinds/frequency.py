"""Kind `frequency`: so many different ads with one key within a window of event time.

An ad completes the condition when it is the N-th or a later one within the window that ends with it: the ads
observed in `(t - window, t]`. An ad that arrives late is put where it belongs, and may make an ad after it the N-th.
Which ads complete the condition does not depend on the order of arrival.
"""

from collections.abc import Sequence
from typing import Any, Literal

from pydantic import Field

from processors.alert.duration import Duration
from processors.alert.hit import Event
from processors.alert.rule import Rule, RuleFile
from processors.alert.window import Windowed

SPARE = 200  # remembered per key, beside those of the count: enough to place late ads


class WindowRule(RuleFile):
    """The throttle is the window unless the rule says otherwise: a burst that goes on is told once a window."""

    window: Duration

    @property
    def period(self) -> int:
        """The throttle's, or else the window's."""
        return self.throttle.every if self.throttle else self.window


class FrequencyRule(WindowRule):
    kind: Literal["frequency"]
    count: int = Field(ge=2, le=1_000)


def _number(rule: Rule[Any], together: Sequence[Event]) -> int:
    return len(together)


def _reached(rule: Rule[Any], together: Sequence[Event], count: int) -> bool:
    return bool(count >= rule.file.count)


how = Windowed(
    values=lambda rule, ad: ("",),
    needed=lambda rule: rule.file.count + SPARE,
    number=_number,
    reached=_reached,
)
