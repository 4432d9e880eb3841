"""Writing many documents at once, and telling for each what came of it."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import msgspec
from elasticsearch import ApiError, Elasticsearch

from processors.index.refusals import CONFLICT, NOT_ASKED, in_halves, nothing, outcome, refused
from processors.stage import Outcome, Reject, Retry
from schemas.base import Record
from schemas.codec import encode

MAX_BYTES = 5_000_000  # of one request
MAX_COUNT = 500


class Action(NamedTuple):
    """One document on its way: what to do with it, and its bytes; of one to delete there are none."""

    order: bytes
    source: bytes
    alone: bool = False  # whether a conflict is CONFLICT and not DONE: somebody else has written there, look again


def index_newer(identity: str, version: int, document: Record) -> Action:
    """Write the document unless a later version is there. Of one version the last that was said counts: a stage that
    was killed before its commit may have said it with less, or other, ads at hand."""
    return Action(msgspec.json.encode({"index": _external(identity, version)}), encode(document))


def create(identity: str, document: Record) -> Action:
    """Write the document unless there is one under this id."""
    return Action(msgspec.json.encode({"create": {"_id": identity}}), encode(document))


def delete(identity: str, version: int | None = None) -> Action:
    """Delete the document, if it is there; with a version, unless a later one is there."""
    order = {"_id": identity} if version is None else _external(identity, version)
    return Action(msgspec.json.encode({"delete": order}), b"")


def _external(identity: str, version: int) -> dict[str, Any]:
    return {"_id": identity, "version": version, "version_type": "external_gte"}


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


def _send(client: Elasticsearch, alias: str, part: Sequence[Action], require_alias: bool) -> list[Outcome]:
    def ask(some: Sequence[Action]) -> list[Outcome]:
        answer = client.bulk(
            index=alias,
            operations=[line for action in some for line in (action.order, action.source) if line],  # type: ignore[misc]
            require_alias=require_alias,
            filter_path="items.*.status,items.*.error.type,items.*.error.reason",
        )
        items = answer.body.get("items", ())
        if len(items) != len(some):
            return [NOT_ASKED] * len(some)
        return [_outcome(action, next(iter(item.values()))) for action, item in zip(some, items, strict=True)]

    return in_halves(part, ask, nothing(client, alias, require_alias), _alone)


def _outcome(action: Action, item: dict[str, Any]) -> Outcome:
    return CONFLICT if action.alone and item["status"] == 409 else outcome(item)


def _alone(action: Action, error: ApiError) -> Outcome:
    if error.status_code == 413:
        return Reject("too_large", f"the search engine takes no document of {len(action.source)} bytes")
    return refused(error)
