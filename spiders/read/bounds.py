"""Bounds on what pages may make a parser do. Every page is taken to be hostile."""

import json
import re
import zlib
from collections.abc import Iterable
from itertools import islice
from typing import Any, TypeVar

T = TypeVar("T")

# Building the tree costs the square of what is open at once: 20,000 nested elements take 3 s, 200,000 take 4 minutes.
# Real pages, long listings included, stay well under 30,000 tags.
MAX_TAGS = 30_000
# The same holds for the attributes of one element.
MAX_ATTRIBUTES = 2_000
# A document with more ads than this was made to keep us busy; each costs about half a millisecond to read.
MAX_ADS = 10_000

_LONG_TAG = re.compile(r"<[a-zA-Z][^>]{8000,}")
_QUOTED = re.compile(r"""[^\s=]=\s*(?:"[^"]*"|'[^']*')""")
_SPACE = re.compile(r"\s")


class UnreadableError(ValueError):
    """Raised when a page is not what it should be; the message is a short fixed word for the statistics."""


def at_most(items: Iterable[T]) -> tuple[list[T], tuple[str, ...]]:
    """The first items, and a fixed word for the statistics when there are more than one document may hold."""
    first = list(islice(items, MAX_ADS + 1))
    return first[:MAX_ADS], ("too_many_ads",) if len(first) > MAX_ADS else ()


def check_markup(text: str) -> None:
    """Raises UnreadableError for markup made to stall a parser."""
    if text.count("<") > MAX_TAGS:
        raise UnreadableError("too_many_tags")
    for tag in _LONG_TAG.finditer(text):
        if len(_SPACE.findall(_QUOTED.sub("", tag[0]))) > MAX_ATTRIBUTES:
            raise UnreadableError("too_many_attributes")


def parse_json(text: str) -> Any:
    """A JSON document, decimals kept as written. Raises UnreadableError; nesting without end is an error, no crash.

    The standard parser, because half a surrogate pair in one ad makes the faster ones refuse all of them.
    """
    try:
        return json.loads(text, parse_float=str)
    except (ValueError, RecursionError):
        raise UnreadableError("bad_json") from None


def gunzip(data: bytes, limit: int) -> bytes:
    """The data, decompressed if it is gzip. Raises UnreadableError when broken or when it would pass the limit."""
    if not data.startswith(b"\x1f\x8b"):
        return data
    stream = zlib.decompressobj(wbits=31)
    try:
        plain = stream.decompress(data, limit + 1)
    except zlib.error:
        raise UnreadableError("bad_gzip") from None
    if len(plain) > limit:
        raise UnreadableError("gzip_bomb")
    return plain
