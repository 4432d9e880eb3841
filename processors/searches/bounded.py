"""What a standing search may ask: it runs on every ad for years, so it must be cheap and must stay a search.

Only what is listed here is allowed: words, terms, ranges and their combinations. No scripts, no patterns that begin
with a wildcard, no query languages in a string, nothing that reads other indices.
"""

from collections.abc import Callable, Iterator
from typing import Any

import msgspec

MAX_BYTES, MAX_DEPTH, MAX_PARTS, MAX_TERMS, MAX_TEXT = 20_000, 8, 100, 500, 500
LEAST_PREFIX = 3  # letters before the first wildcard
_OPTIONS = {
    "match": {"query", "operator", "minimum_should_match", "fuzziness", "prefix_length"},
    "match_phrase": {"query", "slop"},
    "term": {"value", "case_insensitive"},
    "prefix": {"value", "case_insensitive"},
    "wildcard": {"value", "case_insensitive"},
    "range": {"gt", "gte", "lt", "lte", "format", "time_zone"},
}
_BOOL = ("must", "filter", "should", "must_not")


class QueryError(ValueError):
    """Raised for a query that is not allowed; the message says where and why."""


def check(query: Any) -> None:
    """Raises QueryError when the query (the inside of `query` in a search body) is not allowed."""
    if len(msgspec.json.encode(query)) > MAX_BYTES:
        raise QueryError(f"longer than {MAX_BYTES} bytes")
    parts = sum(1 for _ in _parts(query, "query", 1))
    if parts > MAX_PARTS:
        raise QueryError(f"{parts} parts; at most {MAX_PARTS} are allowed")


def fields_of(query: dict[str, Any]) -> frozenset[str]:
    """The fields that a query asks about, which passed `check`."""
    [(kind, inside)] = query.items()
    if kind == "bool":
        return frozenset().union(*(fields_of(each) for _, each in _clauses(inside, "")))
    return frozenset({inside["field"]} if kind == "exists" else inside)


def _parts(query: Any, place: str, depth: int) -> Iterator[str]:
    """The place of every part of a query, which is checked on the way."""
    if depth > MAX_DEPTH:
        raise QueryError(f"{place}: deeper than {MAX_DEPTH}")
    if not isinstance(query, dict) or len(query) != 1:
        raise QueryError(f"{place}: expected one kind of query, such as {{'match': ...}}")
    [(kind, inside)] = query.items()
    here = f"{place}.{kind}"
    if kind == "bool":
        yield here
        for name, each in _clauses(inside, here):
            yield from _parts(each, f"{here}.{name}", depth + 1)
        return
    if kind not in _LEAVES:
        raise QueryError(f"{here}: not allowed; allowed: bool, {', '.join(sorted(_LEAVES))}")
    _LEAVES[kind](inside, here)
    yield here


def _clauses(inside: Any, place: str) -> Iterator[tuple[str, Any]]:
    if not isinstance(inside, dict) or not set(inside) <= {*_BOOL, "minimum_should_match"}:
        raise QueryError(f"{place}: expected {', '.join(_BOOL)}")
    for name in _BOOL:
        clauses = inside.get(name, [])
        yield from ((name, each) for each in (clauses if isinstance(clauses, list) else [clauses]))


def _field(kind: str) -> Callable[[Any, str], None]:
    """A query of one field: `{field: value}` or `{field: {option: value}}`."""

    def checked(inside: Any, place: str) -> None:
        if not isinstance(inside, dict) or len(inside) != 1:
            raise QueryError(f"{place}: expected one field")
        [(name, said)] = inside.items()
        options = said if isinstance(said, dict) else {}
        if unknown := set(options) - _OPTIONS[kind]:
            raise QueryError(f"{place}.{name}: unknown {sorted(unknown)[0]}")
        values = list(options.values()) if options else [said]
        if not all(isinstance(value, str | int | float | bool) for value in values):
            raise QueryError(f"{place}.{name}: expected plain values")
        if any(isinstance(value, str) and len(value) > MAX_TEXT for value in values):
            raise QueryError(f"{place}.{name}: a text of more than {MAX_TEXT} letters")
        if kind in ("wildcard", "prefix"):
            _begins_with_letters(str(options.get("value", said)), f"{place}.{name}")

    return checked


def _begins_with_letters(pattern: str, place: str) -> None:
    letters = min((pattern.find(sign) for sign in "*?" if sign in pattern), default=len(pattern))
    if letters < LEAST_PREFIX:
        raise QueryError(f"{place}: at least {LEAST_PREFIX} letters must come before a wildcard")


def _terms(inside: Any, place: str) -> None:
    if not isinstance(inside, dict) or len(inside) != 1 or not isinstance(next(iter(inside.values())), list):
        raise QueryError(f"{place}: expected one field with a list of values")
    values = next(iter(inside.values()))
    if len(values) > MAX_TERMS or not all(isinstance(each, str | int | float | bool) for each in values):
        raise QueryError(f"{place}: expected at most {MAX_TERMS} plain values")


def _exists(inside: Any, place: str) -> None:
    if not isinstance(inside, dict) or set(inside) != {"field"} or not isinstance(inside["field"], str):
        raise QueryError(f"{place}: expected {{'field': name}}")


_LEAVES: dict[str, Callable[[Any, str], None]] = {
    **{kind: _field(kind) for kind in _OPTIONS},
    "terms": _terms,
    "exists": _exists,
}
