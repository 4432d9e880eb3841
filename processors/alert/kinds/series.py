"""What the kinds that are judged in steps have in common."""

from pydantic import Field

from processors.alert.duration import Duration
from processors.alert.rule import Rule, SettledRule
from processors.alert.steps import STEPS


class SeriesRule(SettledRule):
    """The throttle is the window unless the rule says otherwise."""

    window: Duration = Field(ge=60_000)

    @property
    def step(self) -> int:
        """The length of a step in ms."""
        return self.window // STEPS

    @property
    def span(self) -> int:
        """The window in whole steps."""
        return self.step * STEPS

    @property
    def period(self) -> int:
        """The throttle's, or else the window's."""
        return self.throttle.every if self.throttle else self.window


def within_the_window(rule: Rule[SeriesRule]) -> int:
    """Judged as long as something counted lies in the window."""
    return rule.file.span


def one_window(rule: Rule[SeriesRule], closed: int) -> int:
    """Steps older than a window are not needed."""
    return closed - rule.file.span


def two_windows(rule: Rule[SeriesRule], closed: int) -> int:
    """Steps older than two windows are not needed."""
    return closed - 2 * rule.file.span


def number(value: float) -> str:
    """A measured number for people: `12`, `0.25`."""
    return f"{value:.4g}"
