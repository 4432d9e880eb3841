"""Records with every field filled, made from their types alone: a field that is added is filled by itself."""

import itertools
from datetime import UTC, datetime, timedelta
from enum import Enum
from typing import Any, TypeVar

import msgspec
import msgspec.inspect as inspect

R = TypeVar("R", bound=msgspec.Struct)
FIRST = datetime(2026, 3, 1, tzinfo=UTC)


def filled(kind: type[R]) -> R:
    """A `kind` in which every string, number and moment differs from every other."""
    return _Filler().struct(kind)  # type: ignore[no-any-return]


class _Filler:
    def __init__(self) -> None:
        self._numbers = itertools.count(1)

    def struct(self, kind: type) -> Any:
        fields = inspect.type_info(kind).fields  # type: ignore[attr-defined]
        return kind(**{field.name: self._value(field.name, field.type) for field in fields})

    def _value(self, name: str, kind: inspect.Type) -> Any:
        number = next(self._numbers)
        match kind:
            case inspect.Metadata():
                return self._value(name, kind.type)
            case inspect.UnionType():
                return self._value(name, next(each for each in kind.types if not isinstance(each, inspect.NoneType)))
            case inspect.StructType():
                return self.struct(kind.cls)
            case inspect.VarTupleType():
                return (self._value(name, kind.item_type), self._value(name, kind.item_type))
            case inspect.DictType():
                return {f"{name}{number}": self._value(name, kind.value_type)}
            case inspect.EnumType():
                return _last(kind.cls)
            case inspect.BytesType():
                return f"{name}-{number}".encode()
            case inspect.StrType():
                return f"{name}-{number}"
            case inspect.IntType():
                return number
            case inspect.FloatType():
                return number + 0.5
            case inspect.BoolType():
                return True
            case inspect.DateTimeType():
                return FIRST + timedelta(seconds=number)
        raise TypeError(f"{name}: {kind}")


def _last(kind: type[Enum]) -> Enum:
    return list(kind)[-1]
