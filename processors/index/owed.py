"""Groups whose summaries are to be made anew: each stands in the state once, however often its ads change, until its
summary is written. Making it costs the search engine as much as an ad does, so it is not done for each ad.
"""

import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping

import structlog
from elasticsearch import Elasticsearch

from processors.index.names import ACTORS, CLUSTERS, Index
from processors.index.summaries import summarise
from processors.stage import Outcome, Retry
from processors.state import Transaction

TABLE = "owed"  # kind:group -> group
WAIT_S = 30.0  # while news keeps coming; each time the ads' index is made to show what it has, a segment more
MOST = 5_000  # groups; more are not kept waiting, or making their summaries would take too long
_KINDS = {index.kind: index for index in (CLUSTERS, ACTORS)}

log = structlog.get_logger()


class Turn:
    """When it is time for the summaries: once nothing comes, and WAIT_S after the first news or with MOST groups at the
    latest. It only counts what it is told; what is owed is in the state."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._since, self._groups, self._busy = now(), 0, False

    def news(self, groups: int) -> bool:
        """So many groups have changed: is it time?"""
        if not self._groups:
            self._since = self._now()
        self._groups, self._busy = self._groups + groups, True
        return self._late()

    def nothing_new(self) -> bool:
        """An empty batch: is it time? Empty ones come between others too, so it takes two in a row."""
        quiet, self._busy = not self._busy, False
        return quiet or self._late()

    def taken(self) -> None:
        """The summaries are written."""
        self._groups = 0

    def _late(self) -> bool:
        return self._groups > 0 and (self._groups >= MOST or self._now() - self._since >= WAIT_S)


class Outage:
    """Says once that summaries have to wait, and once that they are written again: not with each turn in between."""

    def __init__(self) -> None:
        self._lasts = False

    def goes_on(self, groups: int, why: Retry) -> None:
        """The search engine is away or busy."""
        if not self._lasts:
            log.warning("summaries_failed", groups=groups, why=why.reason)
        self._lasts = True

    def is_over(self, groups: int) -> None:
        """It answered."""
        if self._lasts:
            log.info("summaries_back", groups=groups)
        self._lasts = False


def owe(groups: Mapping[Index, Iterable[str]], tx: Transaction) -> int:
    """Keep that these groups have changed; how many they are."""
    keys = {key(index, group): group for index, names in groups.items() for group in names}
    for each, group in keys.items():
        tx.put(TABLE, each, group.encode())
    return len(keys)


def owes(tx: Transaction) -> bool:
    """Does any group wait for its summary?"""
    return any(True for _ in tx.scan(TABLE))


def settle(client: Elasticsearch, prefix: str, tx: Transaction, outage: Outage) -> Outcome | None:
    """Write the summaries that are owed; None when all are, otherwise why they still are. Raises StageStoppedError.

    One that the search engine refuses is owed no more: with the next ad of its group it is made again.
    """
    waiting = list(tx.scan(TABLE))
    groups: dict[Index, list[str]] = defaultdict(list)
    for each, group in waiting:
        groups[_KINDS[each.partition(b":")[0].decode()]].append(group.decode())
    failed = summarise(client, prefix, groups) if groups else None
    if isinstance(failed, Retry):
        outage.goes_on(len(waiting), failed)
        return failed
    if failed is not None:
        log.warning("summaries_refused", groups=len(waiting), why=str(failed))
    outage.is_over(len(waiting))
    for each, _ in waiting:
        tx.delete(TABLE, each)
    return None


def key(index: Index, group: str) -> bytes:
    """The key of a group in the state."""
    return f"{index.kind}:{group}".encode()[:500]
