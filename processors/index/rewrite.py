"""Changing and removing documents that are there, one by one: for retention, erasure and new keys.

By scrolling and bulk requests alone, since not every server can update or delete by a query. A document that somebody
else wrote meanwhile is left as they wrote it, and looked at again in another pass.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any, NamedTuple

from elasticsearch import Elasticsearch
from elasticsearch.helpers import scan
from msgspec.json import encode

from processors.index.bulk import Action, write
from processors.index.client import SearchError
from processors.index.names import ADS, VAULT, Index
from processors.index.refusals import CONFLICT, DONE
from processors.stage import Outcome, Reject, Retry

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
    or gets what `version` makes of it.

    Raises SearchError when documents are refused, once all others are done; when the server is busy; or when documents
    are written by others again and again. To do it again is harmless.
    """
    done, name = Done(), index.read(prefix)
    for _ in range(PASSES):
        client.indices.refresh(index=name)
        outcomes: Counter[Outcome] = Counter()
        for part in _parts(_orders(client, index, prefix, query, change, version)):
            answers = write(client, name, part, require_alias=False)
            good = [bool(action.source) for action, answer in zip(part, answers, strict=True) if answer is DONE]
            done = Done(done.changed + sum(good), done.deleted + len(good) - sum(good))
            outcomes.update(answers)
        for outcome, count in outcomes.items():
            if isinstance(outcome, Reject):
                raise SearchError(f"{name} refused {count} changes ({outcome.detail or outcome.reason})")
            if isinstance(outcome, Retry) and outcome is not CONFLICT:
                raise SearchError(f"{name}: {outcome.reason}; {count} changes are still to be made; try again")
        if CONFLICT not in outcomes:
            client.indices.refresh(index=name)
            return done
    raise SearchError(f"{name}: documents are being written all the time; try again")


def _orders(
    client: Elasticsearch, index: Index, prefix: str, query: Document, change: Change, version: Version
) -> Iterator[Action]:
    body = {"query": query, "version": True, "seq_no_primary_term": True}
    hits = scan(client, index=index.read(prefix), query=body, size=AT_ONCE)
    return (order for hit in hits if (order := _order(index, hit, change(hit["_source"]), version)))


def _parts(orders: Iterator[Action]) -> Iterator[list[Action]]:
    while part := list(islice(orders, AT_ONCE)):
        yield part


def _order(index: Index, hit: Document, after: Document | None, version: Version) -> Action | None:
    if after == hit["_source"]:
        return None
    held: Document = {"_index": hit["_index"], "_id": hit["_id"]}
    if index in _EXTERNAL:
        held |= {"version": version(hit["_version"]), "version_type": "external_gte"}
    else:
        held |= {"if_seq_no": hit["_seq_no"], "if_primary_term": hit["_primary_term"]}
    verb, source = ("delete", b"") if after is None else ("index", encode(after))
    return Action(encode({verb: held}), source, alone=True)
