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
from typing import Any, NamedTuple

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


class Member(NamedTuple):
    """What a record's field holds: a value or record of `type`, perhaps many of them, perhaps nothing."""

    type: type[Any]
    many: bool
    optional: bool


def resolve(record: type[Record], path: str) -> Field:
    """The field at a path such as `score.band` or `contacts.kind`. Raises FieldError."""
    names = path.split(".")
    steps: list[Member] = []
    for name in names:
        steps.append(_step(steps[-1].type if steps else record, name, path))
    lists = [position for position, step in enumerate(steps) if step.many]
    if len(lists) > 1:
        raise FieldError(f"{path} is a list within a list; ask with `some:` instead")
    may_be_missing = any(step.optional for step in steps[:-1])
    return Field(path, steps[-1].type, bool(lists), _getter(names, lists, may_be_missing))


@cache
def members(record: type[Record]) -> dict[str, Member]:
    """The fields of a record that rules may ask for, by name."""
    hints = typing.get_type_hints(record)
    known = {name: _member(hints[name]) for name in record.__struct_fields__ if name not in CLOSED}
    return {name: member for name, member in known.items() if member is not None}


def _step(kind: type[Any], name: str, path: str) -> Member:
    if not issubclass(kind, Record):
        raise FieldError(f"{path}: nothing lies below a {kind.__name__}")
    known = members(kind)
    if name in CLOSED:
        raise FieldError(f"{name} is not open to rules; ask for findings, which indicators read from the text")
    if name not in known:
        close = difflib.get_close_matches(name, known, n=1)
        hint = f"did you mean {close[0]!r}?" if close else f"known: {', '.join(sorted(known))}"
        raise FieldError(f"{kind.__name__} has no field {name!r}; {hint}")
    return known[name]


def _member(hint: Any) -> Member | None:
    """What a type hint stands for; None for what rules cannot ask, such as mappings."""
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin in (types.UnionType, typing.Union):
        inner = _member(next(argument for argument in arguments if argument is not type(None)))
        return inner and inner._replace(optional=True)
    if origin is tuple:
        inner = _member(arguments[0])
        return inner._replace(many=True) if inner and not inner.many else None
    plain = (str, int, float, bool, datetime)
    known = hint in plain or (isinstance(hint, type) and issubclass(hint, StrEnum | Record))
    return Member(hint, many=False, optional=False) if known else None


def _getter(names: list[str], lists: list[int], may_be_missing: bool) -> Callable[[Any], Any]:
    scalar = _careful if may_be_missing else attrgetter
    if not lists or lists == [len(names) - 1]:
        return scalar(".".join(names))
    items, each = scalar(".".join(names[: lists[0] + 1])), scalar(".".join(names[lists[0] + 1 :]))
    return lambda record: tuple(each(item) for item in items(record))


def _careful(path: str) -> Callable[[Any], Any]:
    """Like attrgetter, which is three times faster, for paths through a record that may be missing."""
    names = path.split(".")

    def get(record: Any) -> Any:
        for name in names:
            record = getattr(record, name)
            if record is None:
                return None
        return record

    return get
