"""Changing and removing documents that are there, one by one: for retention, erasure and new keys.

By scrolling and bulk requests alone, since not every server can update or delete by a query. A document that somebody
else wrote meanwhile is left as they wrote it, and looked at again in another pass.
"""

from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any, NamedTuple

from elasticsearch import Elasticsearch
from elasticsearch.helpers import scan

from processors.index.client import SearchError
from processors.index.names import ADS, VAULT, Index

AT_ONCE = 500
PASSES = 5
_EXTERNAL = (ADS, VAULT)  # whose versions come from the observation: what is told next must win over a rewrite

Document = dict[str, Any]
# A document -> what it is to be: the same (left alone), another one (written), or None (deleted).
Change = Callable[[Document], Document | None]
Version = Callable[[int], int]


class Done(NamedTuple):
    """What came of it."""

    changed: int = 0
    deleted: int = 0


def rewrite(
    client: Elasticsearch, index: Index, prefix: str, query: Document, change: Change, version: Version = int
) -> Done:
    """Apply `change` to every document that a query finds now. One whose version comes from its observation keeps it,
    or gets what `version` makes of it. Raises SearchError when documents are refused, or are written by others again
    and again."""
    done = Done()
    for _ in range(PASSES):
        client.indices.refresh(index=index.read(prefix))
        outcomes = [
            _apply(client, index, prefix, part)
            for part in _parts(_orders(client, index, prefix, query, change, version))
        ]
        done = Done(done.changed + sum(each[0] for each in outcomes), done.deleted + sum(each[1] for each in outcomes))
        if not any(each[2] for each in outcomes):
            client.indices.refresh(index=index.read(prefix))
            return done
    raise SearchError(f"{index.read(prefix)}: documents are being written all the time; try again")


def _orders(
    client: Elasticsearch, index: Index, prefix: str, query: Document, change: Change, version: Version
) -> Iterator[list[Document]]:
    body = {"query": query, "version": True, "seq_no_primary_term": True}
    hits = scan(client, index=index.read(prefix), query=body, size=AT_ONCE)
    return (order for hit in hits if (order := _order(index, hit, change(hit["_source"]), version)))


def _parts(orders: Iterator[list[Document]]) -> Iterator[list[list[Document]]]:
    while part := list(islice(orders, AT_ONCE)):
        yield part


def _order(index: Index, hit: Document, after: Document | None, version: Version) -> list[Document] | None:
    if after == hit["_source"]:
        return None
    held: Document = {"_index": hit["_index"], "_id": hit["_id"]}
    if index in _EXTERNAL:
        held |= {"version": version(hit["_version"]), "version_type": "external_gte"}
    else:
        held |= {"if_seq_no": hit["_seq_no"], "if_primary_term": hit["_primary_term"]}
    return [{"delete": held}] if after is None else [{"index": held}, after]


def _apply(client: Elasticsearch, index: Index, prefix: str, orders: list[list[Document]]) -> tuple[int, int, int]:
    """How many were changed, deleted, and changed by others meanwhile."""
    answer = client.bulk(operations=[line for order in orders for line in order])
    items = [next(iter(item.items())) for item in answer["items"]]
    refused = [result for _, result in items if result["status"] not in (200, 201, 404, 409)]
    if refused:
        raise SearchError(f"{index.read(prefix)} refused {len(refused)} changes ({refused[0]['error']['type']})")
    good = [action for action, result in items if result["status"] in (200, 201)]
    return good.count("index"), good.count("delete"), sum(result["status"] == 409 for _, result in items)
