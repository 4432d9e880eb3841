"""Standing searches by the server's percolator: it keeps the searches, and new ads are held against them.

The searches live in an index of their own with the fields of the ads' index, so they mean the same there. The index is
made anew at every start, from the file of saved searches, which is what counts.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from typing import Any

import msgspec
import structlog

from processors.searches import SavedSearch

AT_ONCE = 100  # ads a request: the server turns them into a small index in memory
Ask = Callable[[str, str, Any], dict[str, Any]]  # method, path, body -> answer; raises for what the server refuses
Found = dict[str, list[str]]

log = structlog.get_logger()


class Percolator:
    """The searches as the server keeps them. `ask` speaks HTTP and JSON, so any server of this kind will do."""

    def __init__(self, ask: Ask, ads_index: str, index: str) -> None:
        self._ask, self._ads_index, self._index = ask, ads_index, index
        self._kept: dict[str, SavedSearch] = {}
        self.refused: frozenset[str] = frozenset()  # ids of searches that it cannot keep

    def create(self, gone: type[Exception]) -> None:
        """Make the index anew. Raises what `ask` raises, a refusal where there is no percolator; `gone` is its way to
        say that there is no such index."""
        made = next(iter(self._ask("GET", f"/{self._ads_index}", None).values()))
        mappings, analysis = made["mappings"], made["settings"]["index"].get("analysis", {})
        with suppress(gone):
            self._ask("DELETE", f"/{self._index}", None)
        self._kept, self.refused = {}, frozenset()  # of what is made anew
        properties = {**mappings["properties"], "query": {"type": "percolator"}}
        settings = {"number_of_shards": 1, "auto_expand_replicas": "0-1", "analysis": analysis}
        self._ask("PUT", f"/{self._index}", {"settings": settings, "mappings": {**mappings, "properties": properties}})

    def keep(self, searches: Iterable[SavedSearch]) -> None:
        """Have the server keep these searches and no others."""
        wanted = {each.id: each for each in searches}
        if wanted == self._kept:
            return
        changed = [each for name, each in wanted.items() if self._kept.get(name) != each]
        dropped = self._kept.keys() - wanted.keys()
        lines: list[Any] = [{"delete": {"_id": name}} for name in dropped]
        for each in changed:
            lines += [{"index": {"_id": each.id}}, {"query": each.query}]
        answer = self._ask("POST", f"/{self._index}/_bulk?refresh=true", lines)
        items = [next(iter(item.values())) for item in answer["items"]]
        wrong = {str(item["_id"]) for item in items if int(item["status"]) >= 400 and int(item["status"]) != 404}
        if wrong:
            log.warning("searches_not_percolated", searches=sorted(wrong))
        self.refused = (self.refused - {each.id for each in changed}) | wrong
        self._kept = wanted

    def matches(self, documents: Mapping[str, bytes]) -> Found:
        """For each search by id, the ids of the documents (id -> JSON) that it finds; those without are left out."""
        found: Found = {}
        ids = list(documents)
        for start in range(0, len(ids), AT_ONCE):
            part = ids[start : start + AT_ONCE]
            for name, slots in self._slots([msgspec.Raw(documents[each]) for each in part]):
                found.setdefault(name, []).extend(part[slot] for slot in slots)
        return found

    def _slots(self, documents: Sequence[msgspec.Raw]) -> Iterable[tuple[str, list[int]]]:
        """Of each search that finds any, which of the documents it finds."""
        percolate = {"percolate": {"field": "query", "documents": documents}}
        body = {"size": 10_000, "_source": False, "query": {"constant_score": {"filter": percolate}}}
        answer = self._ask("POST", f"/{self._index}/_search?allow_partial_search_results=false", body)
        for hit in answer["hits"]["hits"]:
            yield hit["_id"], hit["fields"]["_percolator_document_slot"]
