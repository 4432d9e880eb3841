"""What a field of a rule file takes, and what holds when it is not given, in words for its reference."""

from enum import StrEnum
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from processors.alert.delivery import Delivery
from processors.alert.duration import Duration, short
from processors.alert.rule import Examples, Text


def taken(field: FieldInfo) -> str:
    """What may be given: its type and bounds."""
    bounds = {"ge": "from {}", "gt": "above {}", "le": "up to {}", "lt": "below {}"}
    said = [
        text.format(_number(field, getattr(each, name)))
        for each in field.metadata
        for name, text in bounds.items()
        if hasattr(each, name)
    ]
    return ", ".join([_type(field), *said])


def _number(field: FieldInfo, value: Any) -> str:
    return short(value) if _is_span(field) and value >= 1_000 else f"{value:g}"


def _is_span(field: FieldInfo) -> bool:
    span = get_args(Duration)[1]
    return span in field.metadata or "BeforeValidator(func=<function milliseconds" in str(field.annotation)


def _type(field: FieldInfo) -> str:
    if _is_span(field):
        return "a span of time"
    return words(field.annotation)


def words(kind: Any) -> str:
    """What may be given for an annotation."""
    plain = {
        Text: "`en` and `fr`",
        Delivery: "see below",
        Examples: "see below",
        str: "text",
        int: "a whole number",
        float: "a number",
        bool: "true or false",
    }
    if kind in plain:
        return plain[kind]
    origin, arguments = get_origin(kind), [each for each in get_args(kind) if each not in (type(None), ...)]
    if origin is Annotated:
        return words(arguments[0])
    if origin is Literal:
        return " or ".join(f"`{each}`" for each in arguments)
    if origin in (Union, UnionType) and len(arguments) == 1:
        return words(arguments[0])
    if origin in (tuple, frozenset):
        return f"a list of {words(arguments[0])}" if arguments else "nothing"
    if origin is dict:
        return f"names, each with {words(arguments[1])}"
    if "Periods" in str(kind):
        return "a span of time, or `every` and `up_to`"
    if "Compare" in str(kind):
        return "a condition"
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return " or ".join(f"`{each}`" for each in kind)
    return {"date": "a date", "time": "a time in quotes"}.get(getattr(kind, "__name__", ""), "see there")


def default(field: FieldInfo) -> str:
    """What holds when nothing is given."""
    if field.is_required():
        return "must be given"
    value = field.default
    if value is None or value == ():
        return "nothing"
    if _is_span(field) and isinstance(value, int):
        return f"`{short(value)}`" if value >= 1_000 else "nothing"
    if isinstance(value, BaseModel):
        return "at once"
    if isinstance(value, tuple | frozenset):
        return ", ".join(f"`{each}`" for each in sorted(map(str, value)))
    return f"`{str(value).lower() if isinstance(value, bool) else value}`"
