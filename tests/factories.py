"""Records for tests, with invented people only. Each takes changes by keyword."""

from datetime import UTC, datetime, timedelta
from typing import Any

from schemas import ids
from schemas.ad import EnrichedAd, History, LinkedAd, MaskedText, RawAd, ScoredAd, TextFacts
from schemas.alert import Alert, Severity, Subject
from schemas.base import SourceFamily
from schemas.drift import Drift
from schemas.events import CrawlReport
from schemas.mention import Contact, MentionKind
from schemas.score import Band, Score
from schemas.sighting import AdSighting, AdVanished, Seen

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def head(source: str = "demo_jobs", key: str = "1", **changes: Any) -> dict[str, Any]:
    """The fields every ad has."""
    return {
        "ad_id": ids.ad_id(source, key),
        "source": source,
        "source_family": SourceFamily.JOB_BOARD,
        "key": key,
        "observed_at": NOON,
        "content_hash": "h1",
        **changes,
    }


def raw_ad(**changes: Any) -> RawAd:
    """A harmless job ad as found."""
    return RawAd(
        **{
            **head(),
            "url": "https://jobs.example/1",
            "title": "Fruit pickers wanted",
            "body": "Seasonal work on a farm near Lyon. Call 07700 900123.",
            "fields": {"company": "Verger Fictif"},
            **changes,
        }
    )


def enriched_ad(**changes: Any) -> EnrichedAd:
    """The same ad after reading."""
    masked = MaskedText(title="Fruit pickers wanted", body="Seasonal work on a farm near Lyon. Call [phone-1].")
    values = {**head(), "url": "https://jobs.example/1", "title": masked.title, "body": "x", "masked": masked}
    return EnrichedAd(**{**values, "facts": TextFacts(language="en", supported=True, words=10), **changes})


def linked_ad(**changes: Any) -> LinkedAd:
    """The same ad after linking."""
    values = {
        **head(),
        "masked": MaskedText(title="Fruit pickers wanted", body="Call [phone-1]."),
        "facts": TextFacts(language="en", language_confidence=0.9, supported=True, words=10),
        "contacts": (Contact(kind=MentionKind.PHONE, token="phone-1", region="GB"),),
        "cluster": "c-1",
        "actor": "a-1",
        "actor_ads": 1,
        "actor_sources": ("demo_jobs",),
        "history": History(first_seen=NOON, last_seen=NOON),
    }
    return LinkedAd(**{**values, **changes})


def scored_ad(**changes: Any) -> ScoredAd:
    """The same ad after scoring."""
    linked = linked_ad()
    values = {name: getattr(linked, name) for name in linked.__struct_fields__}
    return ScoredAd(**{**values, "score": Score(band=Band.LOW), **changes})


def crawl_report(**changes: Any) -> CrawlReport:
    """A good crawl of a small source."""
    values = {
        "source": "demo_jobs",
        "run": "demo_jobs-20260301T120000-ab12",
        "started_at": NOON,
        "finished_at": NOON + timedelta(minutes=2),
        "outcome": "good",
        "exit_code": 0,
        "finish_reason": "finished",
        "pages": 11,
        "scraped": 10,
        "acknowledged": 10,
        "coverage": {"title": 1.0, "price": 0.8},
    }
    return CrawlReport(**{**values, **changes})


def drift(**changes: Any) -> Drift:
    """A field that half of the ads no longer have."""
    values = {"kind": "coverage", "field": "price", "expected": "80%", "found": "30%", "before": "<b>", "after": "<i>"}
    return Drift(**{**values, **changes})


def alert(**changes: Any) -> Alert:
    """An alert about that ad's actor."""
    values = {
        "alert_id": ids.alert_id("demo_rule", "a-1", "2026-03-01"),
        "rule": "demo_rule",
        "rule_version": 1,
        "title": "Demo rule",
        "severity": Severity.MEDIUM,
        "subject": Subject(kind="actor", id="a-1"),
        "key": "a-1",
        "at": NOON,
        "window": "2026-03-01",
        "sentence": "Two ads share one contact.",
    }
    return Alert(**{**values, **changes})


def sighting(**changes: Any) -> AdSighting:
    """The same ad, seen for the first time."""
    known = {name: value for name, value in head().items() if name != "key"}
    return AdSighting(**{**known, "crawl_run": "run-1", "seen": Seen.NEW, "first_seen": NOON, **changes})


def vanished(**changes: Any) -> AdVanished:
    """The same ad, gone."""
    known = {name: value for name, value in head().items() if name not in ("key", "content_hash")}
    return AdVanished(**{**known, "crawl_run": "run-2", "first_seen": NOON, "last_seen": NOON, **changes})
