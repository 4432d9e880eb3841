"""Ends what is past its time in every index, and proves it: what should be gone is counted again afterwards."""

from collections.abc import Callable, Collection, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec
from elasticsearch import Elasticsearch
from elasticsearch.helpers import scan

from adwatch.retention.fate import GRADED, Fate, fate, without_text
from adwatch.retention.profile import Profile
from processors import added_lines
from processors.index.client import SearchError
from processors.index.migrate import drop_kept
from processors.index.names import ACTORS, ADS, ALERTS, CLUSTERS, CRAWLS, SIGHTINGS, VAULT, Index
from processors.index.rewrite import Change, Document, Done, rewrite
from processors.settings import ProcessorSettings
from schemas.ad import last_version

EVERYTHING: Document = {"match_all": {}}


class Purge(msgspec.Struct, frozen=True, kw_only=True):
    """One run. `done` counts by class what lost its text or was deleted; `left` what is still past its time: proof is
    that it is empty."""

    at: datetime
    profile: str
    done: dict[str, int]
    left: dict[str, int]
    forgotten: int = 0  # ads that the link stage was told to forget


def reports(home: Path) -> Iterator[Purge]:
    """All runs of this installation, the oldest first."""
    return added_lines.read(home / "purges.jsonl", Purge, "purge")


def keep_report(home: Path, purge: Purge) -> None:
    """Add a run to the reports."""
    added_lines.add(home / "purges.jsonl", [purge])


class Purger:
    """Over one connection, at one moment: `now` is given, so that any time can be tried.

    `order` is given the ids of ads that are about to lose their text or to go; without one, nothing is changed.
    """

    def __init__(
        self,
        client: Elasticsearch,
        settings: ProcessorSettings,
        profile: Profile,
        now: datetime,
        order: Callable[[Collection[str]], None] | None = None,
    ) -> None:
        self._client, self._prefix = client, settings.search.prefix
        self._periods, self._now, self._order, self._rehearse = profile.days, now, order, order is None
        self.held: frozenset[str] = frozenset()
        self.ordered: set[str] = set()  # what was given to `order`

    def run(self) -> dict[str, int]:
        """Do it; how many documents by class. Classes without any are left out."""
        if not self._rehearse:
            drop_kept(self._client, self._prefix)  # what is kept for a rollback would outlive its time there
        done = {"alerts": self._alerts()}
        self.held = self._held()
        done["originals"] = self._vault()  # before the ads: their documents say which class an original is of
        try:
            done |= self._ads()
        except SearchError:  # one that is refused is said; nothing else waits for it
            self._others()
            raise
        done |= self._others()
        return {name: count for name, count in done.items() if count}

    def _ads(self) -> dict[str, int]:
        """The orders to forget them come first: whoever is killed in between finds the ads again, but would not find
        what was to be ordered of ads that are gone."""
        counts = {"ads without text": 0, "ads": 0}

        def due(ad: Document) -> Document | None:
            after = self._after(ad)
            if after != ad:
                self._have_forgotten([ad["ad_id"]])  # it became due since the look
                counts["ads without text" if after else "ads"] += 1
            return after

        query = self._ads_to_look_at()
        if not self._rehearse:
            ads = (hit["_source"] for hit in scan(self._client, index=ADS.read(self._prefix), query={"query": query}))
            self._have_forgotten([ad["ad_id"] for ad in ads if self._after(ad) != ad])
        self._rewrite(ADS, query, due)
        return counts

    def _after(self, ad: Document) -> Document | None:
        """What is left of an ad by now."""
        match fate(ad, self.held, self._periods, self._now):
            case Fate.KEEP:
                return ad
            case Fate.LOSE_TEXT:
                return without_text(ad)
            case Fate.DELETE:
                return None

    def _have_forgotten(self, ads: Collection[str]) -> None:
        news = [each for each in dict.fromkeys(ads) if each not in self.ordered]
        if self._order and news:
            self._order(news)
            self.ordered.update(news)

    def _ads_to_look_at(self) -> Document:
        """Not those again that lost their text: every ad has a key before that, and none has one afterwards."""
        whole = {"bool": {"filter": self._older("last_seen", "ungraded_text"), "must_not": {"term": {"key": ""}}}}
        facts = min(("ungraded_facts", "graded_facts"), key=self._periods.of)
        return {"bool": {"should": [whole, self._older("last_seen", facts)]}}

    def _vault(self) -> int:
        graded = self._ids(ADS, {"terms": {"band": list(GRADED)}})

        def due(record: Document) -> Document | None:
            kind = "graded_originals" if record["ad_id"] in graded else "ungraded_text"
            age = self._now - datetime.fromisoformat(record["observed_at"])
            over = record["ad_id"] not in self.held and age > self._periods.of(kind)
            return None if over else record

        first = min(("graded_originals", "ungraded_text"), key=self._periods.of)
        return self._rewrite(VAULT, self._older("observed_at", first), due)

    def _alerts(self) -> int:
        """Those that nobody touched for so long, whatever their state is: but for those that left the system."""
        still = [{"term": {"state": "escalated"}}, self._since("state_changed_at", "alerts")]
        old = {"bool": {"filter": self._older("at", "alerts"), "must_not": still}}
        return self._rewrite(ALERTS, old, _delete)

    def _others(self) -> dict[str, int]:
        terms = (
            (CRAWLS, "finished_at", "crawl_reports"),
            (SIGHTINGS, "observed_at", "ungraded_facts"),
            (CLUSTERS, "last_seen", "summaries"),
            (ACTORS, "last_seen", "summaries"),
        )
        return {index.kind: self._rewrite(index, self._older(field, name), _delete) for index, field, name in terms}

    def _held(self) -> frozenset[str]:
        """Ads of alerts that nobody closed, and of those that were closed not long ago."""
        settled = {"bool": {"filter": [{"term": {"state": "closed"}}, self._older("state_changed_at", "after_review")]}}
        index = ALERTS.read(self._prefix)
        self._client.indices.refresh(index=index)
        hits = scan(self._client, index=index, query={"query": {"bool": {"must_not": settled}}, "_source": ["ads"]})
        return frozenset(ad for hit in hits for ad in hit["_source"].get("ads", ()))

    def _ids(self, index: Index, query: Document) -> set[str]:
        self._client.indices.refresh(index=index.read(self._prefix))
        hits = scan(self._client, index=index.read(self._prefix), query={"query": query}, _source=False, size=5_000)
        return {hit["_id"] for hit in hits}

    def _older(self, field: str, period: str) -> Document:
        """Documents whose moment lies further back than a period."""
        return {"range": {field: {"lt": (self._now - self._periods.of(period)).isoformat()}}}

    def _since(self, field: str, period: str) -> Document:
        return {"range": {field: {"gte": (self._now - self._periods.of(period)).isoformat()}}}

    def _rewrite(self, index: Index, query: Document, change: Change) -> int:
        """How many documents were changed or deleted, or would be."""
        if self._rehearse:
            self._client.indices.refresh(index=index.read(self._prefix))
            hits = scan(self._client, index=index.read(self._prefix), query={"query": query})
            return sum(change(hit["_source"]) != hit["_source"] for hit in hits)
        # What was said of the same observation may come again, by a replay: it must not bring the text back.
        done: Done = rewrite(self._client, index, self._prefix, query, change, last_version)
        return done.changed + done.deleted


def _delete(_: Document) -> Any:
    return None


def purge(
    client: Elasticsearch,
    settings: ProcessorSettings,
    profile: Profile,
    now: datetime,
    forget: Callable[[Collection[str]], None],
) -> Purge:
    """Purge, then look again. `forget` is given the ids of the ads that the link stage is to forget, before they lose
    anything, so that none is missed however the purge ends."""
    purger = Purger(client, settings, profile, now, forget)
    done = purger.run()
    left = Purger(client, settings, profile, now).run()
    return Purge(at=now, profile=profile.name, done=done, left=left, forgotten=len(purger.ordered))
