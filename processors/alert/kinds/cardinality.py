"""Kind `cardinality`: so many different values of a field in ads with one key within a window."""

from collections.abc import Sequence
from typing import Any, Literal

from pydantic import Field

from processors.alert import fields
from processors.alert.hit import Event
from processors.alert.kinds.frequency import WindowRule
from processors.alert.kinds.values import strings, value_field
from processors.alert.rule import Rule
from processors.alert.window import Windowed

SPARE = 20  # ads of one value


class CardinalityRule(WindowRule):
    """For too few different values, see kind `metric` with `metric: distinct`."""

    kind: Literal["cardinality"]
    of: str  # a field, or place, country, age, organisation
    at_least: int = Field(ge=2, le=500)


def prepare(said: CardinalityRule) -> fields.Field:
    """The field whose values are told apart. Raises ConditionError."""
    return value_field(said.of, ("of",))


def _number(rule: Rule[Any], together: Sequence[Event]) -> int:
    return len({event.value for event in together})


def _reached(rule: Rule[Any], together: Sequence[Event], count: int) -> bool:
    return bool(count >= rule.file.at_least)


how = Windowed(
    values=lambda rule, ad: strings(rule.ready, ad),
    needed=lambda rule: SPARE,
    number=_number,
    reached=_reached,
)
