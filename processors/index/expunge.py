"""Having what was deleted leave the files of the search engine, not its answers alone.

A deleted document lies in the files until the segment that holds it is merged with others. Merging at once helps
nothing: for copies that have to catch up, the server keeps what it deleted until it has written down, every half
minute, that no copy needs it any more (the leases of a shard, see "history retention" in its manual). So that is
waited for.
"""

import time
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from elasticsearch import Elasticsearch

ALLOWED = "merge.policy.expunge_deletes_allowed"  # percent of a segment that may stay: none, in templates
MOST_S = 120.0
_EVERY_S = 1.0

_Shard = tuple[str, str, str]  # index, number, node


def expunge(client: Elasticsearch, indices: Iterable[str], most_s: float = MOST_S) -> str | None:
    """Merge away what was deleted or replaced in these indices before this call. What stands against it, if anything
    does: an index without the setting for it, or copies that the server still waits for after so many seconds."""
    names = ",".join(indices)
    if spared := _spared(client, names):
        return f"{', '.join(spared)}: segments with few deletions are spared; run: adwatch index migrate"
    client.indices.flush(index=names, wait_if_ongoing=True)
    last = _of_shards(client, names, lambda shard: int(shard["seq_no"]["max_seq_no"]))
    deadline = time.monotonic() + most_s
    while not _passed(last, _of_shards(client, names, _kept_from)):
        if time.monotonic() > deadline:
            return f"after {most_s:.0f} s copies still need what was deleted; the next erasure merges it away"
        time.sleep(_EVERY_S)
    client.indices.forcemerge(index=names, only_expunge_deletes=True)
    return None


def _spared(client: Elasticsearch, names: str) -> list[str]:
    """The indices that were made before their templates said that one deletion in a segment is enough."""
    found = client.indices.get_settings(index=names, name=f"index.{ALLOWED}", flat_settings=True)
    return sorted(name for name, each in found.items() if float(each["settings"].get(f"index.{ALLOWED}", 10)) > 0)


def _passed(last: Mapping[_Shard, int], kept_from: Mapping[_Shard, int]) -> bool:
    """A shard that has moved since is a new copy, which has nothing of before."""
    return all(number < kept_from.get(shard, number + 1) for shard, number in last.items())


def _kept_from(shard: Mapping[str, Any]) -> int:
    """The number of the first change that a shard keeps for others."""
    leases = shard.get("retention_leases", {}).get("leases", ())
    return min((lease["retaining_seq_no"] for lease in leases), default=int(shard["seq_no"]["max_seq_no"]) + 1)


def _of_shards(client: Elasticsearch, names: str, what: Callable[[Mapping[str, Any]], int]) -> dict[_Shard, int]:
    found = client.indices.stats(index=names, level="shards", metric="_all")["indices"]
    return {
        (index, number, shard["routing"]["node"]): what(shard)
        for index, stats in found.items()
        for number, copies in stats["shards"].items()
        for shard in copies
    }
