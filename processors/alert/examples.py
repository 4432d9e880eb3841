"""The examples in a rule file: invented ads, run through the very code that runs in the stream."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, get_type_hints

import msgspec

from processors.alert.predicate import ConditionError
from processors.alert.rule import Example, ExampleAd
from schemas import ids
from schemas.ad import ScoredAd
from schemas.base import Record
from schemas.codec import decode

START = datetime(2026, 1, 5, 8, tzinfo=UTC)  # a Monday morning
FILLED_IN: dict[str, Any] = {
    "source": "example_site",
    "source_family": "classifieds",
    "masked": {},
    "facts": {"language": "en", "language_confidence": 1.0, "supported": True, "words": 40},
    "history": {},
    "score": {"band": "low"},
}
MENTION: dict[str, Any] = {"start": 0, "end": 0, "surface": "", "detector": "example"}


def example_ads(example: Example) -> list[ScoredAd]:
    """The example's ads, in order. Raises ConditionError when one gives something that is no field of an ad.

    An ad without a `key` is a different ad each time; with the same key it is the same ad seen again.
    """
    moment, ads = START, []
    for place, said in enumerate(example.ads):
        moment += timedelta(milliseconds=said.after)
        refuse_unknown(ScoredAd, said.changes, ("ads", place))
        for number in range(said.repeat):
            moment += timedelta(milliseconds=said.every if number else 0)
            ads.append(_ad(said, f"{place}.{number}", moment, place))
    return ads


def refuse_unknown(record: type[Record], changes: dict[str, Any], loc: tuple[str | int, ...]) -> None:
    """Raises ConditionError for a name that the record does not have: a misspelt field would change nothing."""
    hints = get_type_hints(record)
    for name, value in changes.items():
        if name not in hints:
            raise ConditionError((*loc, name), f"an ad has no such field; known: {', '.join(sorted(hints))}")
        for position, (inner, item) in enumerate(_inner(hints[name], value)):
            refuse_unknown(inner, item, (*loc, name, position) if isinstance(value, list) else (*loc, name))


def _inner(hint: Any, value: Any) -> Iterator[tuple[type[Record], dict[str, Any]]]:
    """The records inside a field's value, with their types."""
    for kind in (hint, *getattr(hint, "__args__", ())):
        if isinstance(kind, type) and issubclass(kind, Record):
            items = value if isinstance(value, list) else [value]
            yield from ((kind, item) for item in items if isinstance(item, dict))


def _ad(said: ExampleAd, number: str, moment: datetime, place: int) -> ScoredAd:
    seen = moment.isoformat()
    given = _merged(FILLED_IN, {"key": f"example {number}", "cluster": f"c-example-{number}"} | said.changes)
    given = _merged({"observed_at": seen, "history": {"first_seen": seen, "last_seen": seen}}, given)
    if isinstance(given.get("mentions"), list):
        given["mentions"] = [MENTION | each if isinstance(each, dict) else each for each in given["mentions"]]
    given.setdefault("ad_id", ids.ad_id(str(given["source"]), str(given["key"])))
    try:
        return decode(ScoredAd, msgspec.json.encode(given))
    except ValueError as error:
        raise ConditionError(("ads", place), str(error)) from None


def _merged(under: dict[str, Any], over: dict[str, Any]) -> dict[str, Any]:
    """`over` on top of `under`, mapping into mapping."""
    both = {
        name: _merged(under[name], over[name]) for name in under.keys() & over.keys() if _mappings(under, over, name)
    }
    return under | over | both


def _mappings(under: dict[str, Any], over: dict[str, Any], name: str) -> bool:
    return isinstance(under[name], dict) and isinstance(over[name], dict)
