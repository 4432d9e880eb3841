"""The comparisons of conditions: which make sense for a field, and what they are given."""

from collections.abc import Callable
from enum import EnumType
from typing import Any, get_args

import msgspec

from processors.alert.fields import Field

Test = Callable[[Any, Any], bool]  # (what the ad says, what the rule asks)

EQUAL: dict[str, Test] = {
    "is": lambda said, asked: said == asked,
    "is_not": lambda said, asked: said != asked,
    "in": lambda said, asked: said in asked,
    "not_in": lambda said, asked: said not in asked,
}
ORDER: dict[str, Test] = {
    "at_least": lambda said, asked: said >= asked,
    "at_most": lambda said, asked: said <= asked,
    "above": lambda said, asked: said > asked,
    "below": lambda said, asked: said < asked,
}
LISTS: dict[str, Test] = {
    "has": lambda said, asked: asked in said,
    "has_any": lambda said, asked: not asked.isdisjoint(said),
    "has_all": lambda said, asked: asked.issubset(said),
    "has_none": lambda said, asked: asked.isdisjoint(said),
}
SIZES: dict[str, Test] = {
    "size_at_least": lambda said, asked: len(said) >= asked,
    "size_at_most": lambda said, asked: len(said) <= asked,
}
SETS = frozenset({"in", "not_in", "has_any", "has_all", "has_none"})  # ask with a list of values


def tests_of(field: Field) -> dict[str, Test]:
    """The comparisons that make sense for a field, by name."""
    if field.many:
        return LISTS | SIZES
    return EQUAL | ORDER if field.type in (int, float) else EQUAL


def asked_type(field: Field, op: str) -> Any:
    """The type of the value that a comparison with this field needs."""
    if op in SETS:
        return frozenset[field.type]  # type: ignore[name-defined]
    return int if op in SIZES else field.type


def convert(value: Any, kind: Any) -> Any:
    """The value of a rule file as that type. Raises ValueError, which names the values allowed where they are few."""
    try:
        return msgspec.convert(value, kind)
    except msgspec.ValidationError as error:
        item = next(iter(get_args(kind)), kind)
        choices = f"; allowed: {', '.join(item)}" if isinstance(item, EnumType) else ""
        raise ValueError(f"{error}{choices}") from None
