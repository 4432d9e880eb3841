"""Records to bytes and back. The only place that knows the bus speaks JSON."""

import re
from functools import cache
from typing import Any, TypeVar

import msgspec

from schemas.base import Record

R = TypeVar("R", bound=Record)

_SURROGATE = re.compile("[\ud800-\udfff]")
_QUOTED_VALUE = re.compile("(Invalid enum value) '.*'", re.DOTALL)
_encoder = msgspec.json.Encoder()


class UndecodableError(ValueError):
    """Raised by `decode` when bytes are not a valid record of the wanted type; the message names the field."""


def encode(record: Record) -> bytes:
    """UTF-8 JSON without spaces. Lone surrogates, which JSON cannot carry, become U+FFFD."""
    try:
        return _encoder.encode(record)
    except UnicodeEncodeError:
        return _encoder.encode(_without_surrogates(msgspec.to_builtins(record)))


@cache
def _decoder(kind: type[Record]) -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(kind)


def decode(kind: type[R], payload: bytes | None) -> R:
    """The record in `payload`, validated. Raises UndecodableError, whose text never quotes the payload."""
    if not payload:
        raise UndecodableError("empty value")
    try:
        record: R = _decoder(kind).decode(payload)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise UndecodableError(_QUOTED_VALUE.sub(r"\1", f"{type(error).__name__}: {error}")) from None
    return record


def _without_surrogates(value: Any) -> Any:
    if isinstance(value, str):
        return _SURROGATE.sub("\ufffd", value)  # one for one, so that offsets stay true
    if isinstance(value, dict):
        return {_without_surrogates(key): _without_surrogates(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_without_surrogates(item) for item in value]
    return value
