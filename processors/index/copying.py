"""Copying documents from one index into another, with their versions, also while the first is being written to.

Servers without `_reindex` are served as well: documents are read in order of their writing and written with the version
they have. What is there in a later version stays; one of the same version is written again, since what is past its time
is taken out of documents without a new version.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Any

import msgspec
from elasticsearch import Elasticsearch
from elasticsearch.helpers import scan

from processors.index.bulk import MAX_COUNT, Action, delete, write
from processors.index.client import SearchError
from processors.index.refusals import DONE

PAGE = 1_000
Renew = Callable[[dict[str, Any]], dict[str, Any]]
KEEPS_ALL = ("flattened", "flat_object")  # types that take an object whatever its names are


def written(client: Elasticsearch, name: str) -> int:
    """The number of the last write to an index; -1 before the first."""
    shards = client.indices.stats(index=name, level="shards")["indices"][name]["shards"]
    return min(int(copies[0]["seq_no"]["max_seq_no"]) for copies in shards.values())


def copy(client: Elasticsearch, source: str, target: str, after: int, renew: Renew = dict) -> int:
    """Copy what was written to `source` after that write, and return how many documents that were.

    `renew` makes anew what is derived from the rest of a document; then fields that `target` does not have are left
    out. Raises SearchError when a document is refused there.
    """
    client.indices.refresh(index=source)
    mapping = client.indices.get_mapping(index=target)[target]["mappings"]
    query = {"query": {"range": {"_seq_no": {"gt": after}}}} if after >= 0 else None
    hits = scan(client, index=source, query=query, size=PAGE, version=True)
    copied = 0
    while part := list(islice(hits, MAX_COUNT)):
        _put(client, target, [_action(hit, mapping, renew) for hit in part])
        copied += len(part)
    return copied


def drop_gone(client: Elasticsearch, source: str, target: str) -> int:
    """Delete from `target` what `source` no longer has, for instance because it was erased meanwhile."""
    dropped = 0
    for ids in _ids(client, target):
        if gone := _absent(client, source, ids):
            _put(client, target, [delete(each) for each in gone])
            dropped += len(gone)
    return dropped


def count(client: Elasticsearch, name: str) -> int:
    """How many documents an index has, to the last one written."""
    client.indices.refresh(index=name)
    return int(client.count(index=name)["count"])


def fitting(document: Any, mapping: dict[str, Any]) -> Any:
    """The document with the fields that a strict mapping knows."""
    if isinstance(document, list):
        return [fitting(each, mapping) for each in document]
    known = mapping.get("properties")
    if not isinstance(document, dict) or known is None or mapping.get("type") in KEEPS_ALL:
        return document
    return {name: fitting(value, known[name]) for name, value in document.items() if name in known}


def _action(hit: dict[str, Any], mapping: dict[str, Any], renew: Renew) -> Action:
    order = {"index": {"_id": hit["_id"], "version": hit["_version"], "version_type": "external_gte"}}
    return Action(msgspec.json.encode(order), msgspec.json.encode(fitting(renew(hit["_source"]), mapping)))


def _put(client: Elasticsearch, target: str, actions: Sequence[Action]) -> None:
    for outcome in write(client, target, actions, require_alias=False):
        if outcome is not DONE:
            raise SearchError(f"{target} does not take a document of the index before it ({outcome})")


def _ids(client: Elasticsearch, name: str) -> Iterator[list[str]]:
    hits = scan(client, index=name, size=PAGE, _source=False)
    while part := [hit["_id"] for hit in islice(hits, PAGE)]:
        yield part


def _absent(client: Elasticsearch, name: str, ids: list[str]) -> list[str]:
    found = client.mget(index=name, ids=ids, source=False, filter_path="docs._id,docs.found")["docs"]
    return [each["_id"] for each in found if not each["found"]]
