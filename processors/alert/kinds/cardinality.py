"""Kind `cardinality`: so many different values of a field in ads with one key within a window."""

from collections.abc import Sequence
from typing import Any, Literal

from pydantic import Field

from processors.alert import fields
from processors.alert.kinds.frequency import WindowRule
from processors.alert.kinds.values import strings, value_field
from processors.alert.rule import Rule
from processors.alert.window import Event, Windowed

SPARE = 20  # ads of one value


class CardinalityRule(WindowRule):
    """For too few different values, see kind `metric` with `metric: distinct`."""

    kind: Literal["cardinality"]
    of: str  # a field, or place, country, age, organisation
    at_least: int = Field(ge=2, le=500)


def prepare(said: CardinalityRule) -> fields.Field:
    """The field whose values are told apart. Raises ConditionError."""
    return value_field(said.of, ("of",))


def _complete(rule: Rule[Any], together: Sequence[Event]) -> int:
    different = len({event.value for event in together})
    return different if different >= rule.file.at_least else 0


how = Windowed(
    values=lambda rule, ad: strings(rule.ready, ad),
    needed=lambda rule: SPARE,
    complete=_complete,
)
