"""What a refusal of the search engine means: who is to act, and which record is to blame, if any is.

A record is given up only when the server refuses it alone and, right then, takes a request of the same kind that no
record is in. Everything else waits, or stops the stage with a hint.
"""

import re
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from elastic_transport import TransportError
from elasticsearch import ApiError, Elasticsearch, UnsupportedProductError

from processors.errors import StageStoppedError
from processors.index.client import kind
from processors.stage import Emit, Outcome, Reject, Retry

DONE = Emit()
CONFLICT = Retry("search: changed meanwhile")
NOT_ASKED = Retry("search: an answer that is not about what was asked")
SETTINGS = "check search.url, and what stands between here and the search engine"
_HINTS = {  # by status: what an operator can do about a refusal that no record is to blame for
    401: "check the user and password of the search settings",
    403: "check the rights of the user, and that the index is not set read-only (a disk that was full does that)",
    404: "make the index: adwatch index init",
}
_NAMED = {  # and by the name of the refusal, whose status would have it look like the record's own fault
    "index_closed_exception": "open the index again (POST /INDEX/_open)",
    "strict_dynamic_mapping_exception": "the index lacks a field that this version writes; run: adwatch index init",
}
_NAMELESS = ("illegal_argument_exception", "validation_exception")
_WORDED = (  # and by its words, where it has no name of its own; others may quote what a record says
    ("no write index is defined", "say which index of the alias is written to (is_write_index): adwatch index status"),
    ("pipeline with id", "the index names an ingest pipeline that is not there; take it out of its settings"),
    ("maximum shards open", "the cluster takes no more shards: cluster.max_shards_per_node"),
    ("maximum normal shards open", "the cluster takes no more shards: cluster.max_shards_per_node"),
)
_TOO_COMPLEX = "too_complex_to_determinize_exception"  # a pattern that will never do, whose status is 500 all the same
_FIELD = re.compile(r"field \[([a-z_.]{1,60})\]")

Thing = TypeVar("Thing")
Answer = TypeVar("Answer")


def in_halves(
    things: Sequence[Thing],
    ask: Callable[[Sequence[Thing]], Sequence[Answer]],
    innocent: Callable[[], object],
    alone: Callable[[Thing, ApiError], Answer],
) -> list[Answer | Retry]:
    """One answer per thing, in order. Where the server refuses a request as a whole, its halves are asked, until those
    at fault are alone; `alone` says what becomes of such a one. Raises StageStoppedError when an operator must act,
    also when `innocent`, a request that nobody's data is in, is refused too."""
    try:
        return list(ask(things))
    except TransportError as error:
        return [unreached(error)] * len(things)
    except ApiError as error:
        if (later := waits(error)) is not None:
            return [later] * len(things)
        if len(things) > 1:
            half = len(things) // 2
            return [
                *in_halves(things[:half], ask, innocent, alone),
                *in_halves(things[half:], ask, innocent, alone),
            ]
        return [later] if (later := sound(innocent)) else [alone(things[0], error)]


def sound(innocent: Callable[[], object]) -> Retry | None:
    """None when the server takes a request that nobody's data is in. Raises StageStoppedError when it refuses."""
    try:
        innocent()
    except TransportError as error:
        return unreached(error)
    except ApiError as error:
        if (later := waits(error)) is not None:
            return later
        raise StageStoppedError(f"search: {error.status_code} {kind(error)}, whatever is asked", SETTINGS) from error
    return None


def unreached(error: TransportError) -> Retry:
    """The server did not answer, or not in full."""
    return Retry(f"search: {type(error).__name__}")


def waits(error: ApiError) -> Retry | None:
    """Retry for a refusal of a whole request that passes by itself, None for one that the request may be to blame for.
    Raises StageStoppedError when an operator must act."""
    if isinstance(error, UnsupportedProductError):
        raise StageStoppedError("search: something else than Elasticsearch answers", "check search.url") from error
    if _passes(error.status_code) and not (error.status_code == 500 and _TOO_COMPLEX in str(error.body)):
        return Retry(f"search: {error.status_code}")
    name = kind(error)
    hint = _NAMED.get(name) or _HINTS.get(error.status_code)
    if hint is not None:
        raise StageStoppedError(f"search: {error.status_code} {name}", hint) from error
    return None


def outcome(item: dict[str, Any]) -> Outcome:
    """What one item of an answer means. Raises StageStoppedError when no record is to blame."""
    status = int(item["status"])
    if status < 300 or status == 409 or (status == 404 and "error" not in item):  # deleted already
        return DONE
    name, reason = str(item["error"]["type"]), str(item["error"].get("reason", ""))
    if _passes(status) or _moving(name, reason):
        return Retry(f"search: {status} {name}")
    if name == "document_missing_exception":  # it was there when we looked: deleted since
        return CONFLICT
    worded = (hint for words, hint in _WORDED if name in _NAMELESS and words in reason)
    hint = _NAMED.get(name) or _HINTS.get(status) or next(worded, None)
    if hint is not None:
        raise StageStoppedError(f"search: {status} {name}", hint)
    return Reject("refused_by_search", f"{name}{_field_in(reason)}")


def refused(error: ApiError) -> Reject:
    """A record that is refused alone, and is to blame for it."""
    return Reject("refused_by_search", f"{error.status_code} {kind(error)}")


def nothing(client: Elasticsearch, index: str, require_alias: bool = True) -> Callable[[], object]:
    """A bulk request that nobody's data is in. It changes nothing, and makes no index where an alias is required."""
    lines: list[dict[str, Any]] = [{"update": {"_id": "nobody"}}, {"doc": {}}]
    return lambda: client.bulk(
        index=index, operations=lines, require_alias=require_alias, filter_path="items.update.status"
    )


def _moving(name: str, reason: str) -> bool:
    """Is the index closed for writing, and nothing else: does a new one move in, or does an operator want a pause?"""
    return name == "cluster_block_exception" and "index write (api)" in reason


def _passes(status: int) -> bool:
    """Will it be better by itself: is the server, or what stands before it, busy, full, slow or broken, rather than the
    request wrong?"""
    return status in (408, 425, 429) or status >= 500


def _field_in(reason: str) -> str:
    """The field a refusal is about. The rest of its words may quote the ad."""
    found = _FIELD.search(reason)
    return f" in {found[1]}" if found else ""
