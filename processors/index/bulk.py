"""Writing many documents at once, and telling for each what came of it."""

import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import msgspec
from elastic_transport import TransportError
from elasticsearch import ApiError, Elasticsearch, UnsupportedProductError

from processors.errors import StageStoppedError
from processors.index.client import kind
from processors.stage import Emit, Outcome, Reject, Retry
from schemas.base import Record
from schemas.codec import encode

MAX_BYTES = 5_000_000  # of one request
MAX_COUNT = 500
DONE = Emit()
CONFLICT = Retry("search: changed meanwhile")

HINTS = {  # what an operator can do about a refusal that no record is to blame for
    401: "check the user and password of the search settings",
    403: "check the rights of the user, and that the index is not set read-only (a disk that was full does that)",
    404: "make the index: adwatch index init",
}
_FIELD = re.compile(r"field \[([a-z_.]{1,60})\]")


class Action(NamedTuple):
    """One document on its way: what to do with it, and its bytes; of one to delete there are none."""

    order: bytes
    source: bytes
    alone: bool = False  # whether a conflict is CONFLICT and not DONE: somebody else has written there, look again


def index_newer(identity: str, version: int, document: Record) -> Action:
    """Write the document unless a later version is there. Of one version the last that was said counts: a stage that
    was killed before its commit may have said it with less, or other, ads at hand."""
    order = {"index": {"_id": identity, "version": version, "version_type": "external_gte"}}
    return Action(msgspec.json.encode(order), encode(document))


def create(identity: str, document: Record) -> Action:
    """Write the document unless there is one under this id."""
    return Action(msgspec.json.encode({"create": {"_id": identity}}), encode(document))


def delete(identity: str) -> Action:
    """Delete the document, if it is there."""
    return Action(msgspec.json.encode({"delete": {"_id": identity}}), b"")


def change(identity: str, part: Record, whole: Record) -> Action:
    """Change the fields of `part` in a document that others may have changed; write `whole` where there is none."""
    order = {"update": {"_id": identity, "retry_on_conflict": 3}}
    return Action(msgspec.json.encode(order), b'{"doc":%b,"upsert":%b}' % (encode(part), encode(whole)))


def write(client: Elasticsearch, alias: str, actions: Sequence[Action], require_alias: bool = True) -> list[Outcome]:
    """One outcome per action, in order: DONE, or Reject, or Retry.

    A conflict is DONE: what we wanted to write, or something newer, is there. Raises StageStoppedError when the index
    is missing, closed to us or older than this program: no record is at fault then. With `require_alias` no index is
    ever made by accident, with a mapping that was guessed; a data stream has none.
    """
    outcomes: list[Outcome] = []
    for part in parts(actions):
        answers = _send(client, alias, part, require_alias)
        outcomes += answers
        if all(isinstance(answer, Retry) and answer is not CONFLICT for answer in answers):
            return outcomes + [answers[0]] * (len(actions) - len(outcomes))  # away or busy: the rest would only wait
    return outcomes


def parts(actions: Sequence[Action]) -> Iterator[list[Action]]:
    """The actions in order, in requests that are neither too large nor too many; a large one goes alone."""
    part: list[Action] = []
    size = 0
    for action in actions:
        if part and (len(part) == MAX_COUNT or size + len(action.source) > MAX_BYTES):
            yield part
            part, size = [], 0
        part.append(action)
        size += len(action.source)
    if part:
        yield part


def _send(client: Elasticsearch, alias: str, part: list[Action], require_alias: bool) -> list[Outcome]:
    try:
        answer = client.bulk(
            index=alias,
            operations=[line for action in part for line in (action.order, action.source) if line],  # type: ignore[misc]
            require_alias=require_alias,
            filter_path="items.*.status,items.*.error.type,items.*.error.reason",
        )
    except TransportError as error:
        return [Retry(f"search: {type(error).__name__}")] * len(part)
    except ApiError as error:
        return _refused(client, alias, part, require_alias, error)
    items = answer.body.get("items", ())
    if len(items) != len(part):
        return [Retry("search: an answer that is not about what was asked")] * len(part)
    return [_outcome(action, next(iter(item.values()))) for action, item in zip(part, items, strict=True)]


def _outcome(action: Action, item: dict[str, Any]) -> Outcome:
    return CONFLICT if action.alone and item["status"] == 409 else outcome(item)


def _refused(
    client: Elasticsearch, alias: str, part: list[Action], require_alias: bool, error: ApiError
) -> list[Outcome]:
    """The request as a whole was refused."""
    if (later := waits(error)) is not None:
        return [later] * len(part)
    if len(part) > 1:  # too large together, or one that spoils the request for all: halves tell which
        half = len(part) // 2
        return _send(client, alias, part[:half], require_alias) + _send(client, alias, part[half:], require_alias)
    if error.status_code == 413:
        return [Reject("too_large", f"the search engine takes no document of {len(part[0].source)} bytes")]
    return [Reject("refused_by_search", f"{error.status_code} {kind(error)}")]


def waits(error: ApiError) -> Retry | None:
    """Retry for a refusal that passes by itself, None for one that the request is to blame for. Raises
    StageStoppedError when an operator must act."""
    if isinstance(error, UnsupportedProductError):
        raise StageStoppedError("search: something else than Elasticsearch answers", "check search.url") from error
    if _passes(error.status_code):
        return Retry(f"search: {error.status_code}")
    if error.status_code in HINTS:
        raise StageStoppedError(f"search: {error.status_code} {kind(error)}", HINTS[error.status_code]) from error
    return None


def outcome(item: dict[str, Any]) -> Outcome:
    """What one item of an answer means. Raises StageStoppedError when no record is to blame."""
    status = int(item["status"])
    if status < 300 or status == 409 or (status == 404 and "error" not in item):  # deleted already
        return DONE
    name = str(item["error"]["type"])
    if _passes(status) or _moving(item["error"]):
        return Retry(f"search: {status} {name}")
    if name == "strict_dynamic_mapping_exception":
        raise StageStoppedError("search: the index lacks a field that this version writes", "run: adwatch index init")
    if status in HINTS:
        raise StageStoppedError(f"search: {status} {name}", HINTS[status])
    return Reject("refused_by_search", f"{name}{_field_in(item['error'].get('reason', ''))}")


def _moving(error: dict[str, Any]) -> bool:
    """Is the index closed for writing, and nothing else: does a new one move in, or does an operator want a pause?"""
    return error["type"] == "cluster_block_exception" and "index write (api)" in error.get("reason", "")


def _passes(status: int) -> bool:
    """Will it be better by itself: is the server busy, full or broken, rather than the request wrong?"""
    return status == 429 or status >= 500


def _field_in(reason: str) -> str:
    """The field a refusal is about. The rest of its words may quote the ad."""
    found = _FIELD.search(reason)
    return f" in {found[1]}" if found else ""
