"""What a rule may ask of an ad: the fields of the record, by dotted path, with their types."""

import difflib
import types
import typing
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache
from operator import attrgetter
from typing import Any

from schemas.base import Record

# Text is read by indicators, which know languages and negation; a rule that searched text would know neither.
CLOSED = frozenset({"masked", "spans", "quotes", "surface", "note", "content_hash", "crawl_run"})


class FieldError(ValueError):
    """Raised when a path leads nowhere; the message says where it could have led."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field: how to read it, and what it holds. With `many`, `get` gives a tuple of values of `type`."""

    path: str
    type: type[Any]  # str, int, float, bool, datetime, a StrEnum, or a Record
    many: bool
    get: Callable[[Any], Any]  # None where the record says nothing


def resolve(record: type[Record], path: str) -> Field:
    """The field at a path such as `score.band` or `contacts.kind`. Raises FieldError."""
    kind: type[Any] = record
    many_at, names = None, path.split(".")
    for position, name in enumerate(names):
        kind, many = _step(kind, name, path)
        if many and many_at is not None:
            raise FieldError(f"{path} is a list within a list; ask with `some:` instead")
        many_at = position if many else many_at
    return Field(path, kind, many_at is not None, _getter(names, many_at))


@cache
def members(record: type[Record]) -> dict[str, tuple[type[Any], bool]]:
    """Name -> (type, whether there are many) of each field that rules may ask for."""
    hints = typing.get_type_hints(record)
    known = {name: _kind(hints[name]) for name in record.__struct_fields__ if name not in CLOSED}
    return {name: kind for name, kind in known.items() if kind is not None}


def _step(kind: type[Any], name: str, path: str) -> tuple[type[Any], bool]:
    if not (isinstance(kind, type) and issubclass(kind, Record)):
        raise FieldError(f"{path}: nothing lies below a {kind.__name__}")
    known = members(kind)
    if name in CLOSED:
        raise FieldError(f"{name} is not open to rules; ask for findings, which indicators read from the text")
    if name not in known:
        close = difflib.get_close_matches(name, known, n=1)
        hint = f"did you mean {close[0]!r}?" if close else f"known: {', '.join(sorted(known))}"
        raise FieldError(f"{kind.__name__} has no field {name!r}; {hint}")
    return known[name]


def _kind(hint: Any) -> tuple[type[Any], bool] | None:
    """(type, many) of a type hint; None for what rules cannot ask, such as mappings."""
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin in (types.UnionType, typing.Union):
        return _kind(next(argument for argument in arguments if argument is not type(None)))
    if origin is tuple:
        inner = _kind(arguments[0])
        return (inner[0], True) if inner and not inner[1] else None
    plain = (str, int, float, bool, datetime)
    return (hint, False) if hint in plain or _is(hint, StrEnum) or _is(hint, Record) else None


def _is(hint: Any, base: type[Any]) -> bool:
    return isinstance(hint, type) and issubclass(hint, base)


def _getter(names: list[str], many_at: int | None) -> Callable[[Any], Any]:
    if many_at is None:
        return _scalar(names)
    items = _scalar(names[: many_at + 1])
    if many_at == len(names) - 1:
        return items
    each = _scalar(names[many_at + 1 :])
    return lambda record: tuple(each(item) for item in items(record))


def _scalar(names: list[str]) -> Callable[[Any], Any]:
    if len(names) == 1:
        return attrgetter(names[0])

    def get(record: Any) -> Any:
        for name in names:
            record = getattr(record, name)
            if record is None:
                return None
        return record

    return get
