"""A small invented source pack that tests write to disk and change."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml

from spiders.source import Source, load_source

AT = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)

LISTING = {
    "how": "listing",
    "links": "li > a",
    "next": "a[rel=next]",
    "ad": {
        "key": {"css": "article", "attr": "data-id"},
        "title": "h1",
        "body": "div.text",
        "posted_at": {"css": "time", "attr": "datetime"},
        "fields": {"price": ".price", "place": ".place"},
    },
}
JSON_AD = {"key": "id", "title": "title", "body": {"path": "text", "html": True}, "fields": {"price": "price"}}
JSON = {"how": "json", "items": "items", "next": "next", "cursor": "after", "ad": JSON_AD}
SITEMAP = {"how": "sitemap", "under": "/job/", "ad": {"type": "JobPosting", **JSON_AD}}

PACK: dict[str, Any] = {
    "name": "invented",
    "title": "Invented site",
    "family": "classifieds",
    "country": "GB",
    "languages": ["en"],
    "owner": "collection-team@adwatch.example",
    "legal_basis": "Invented for tests.",
    "purpose": "Tests.",
    "terms_reviewed_on": "2026-10-01",
    "pace": {"delay_s": 2, "concurrency": 1},
    "schedule": "17 */6 * * *",
    "start": ["https://ads.example/list"],
    "read": LISTING,
    "expect": {"ads": [2, 100], "coverage": {"title": 0.9}},
}


def write_pack(folder: Path, **changes: Any) -> Path:
    """Write the pack with some keys changed (None removes one); returns its file."""
    pack = {key: value for key, value in {**PACK, **changes}.items() if value is not None}
    path = folder / str(pack.get("name", "invented")) / "source.yml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(yaml.safe_dump(pack, sort_keys=False), encoding="utf-8")
    return path


def pack(folder: Path, **changes: Any) -> Source:
    """The pack with some keys changed, as a source."""
    return load_source(write_pack(folder, **changes).parent.name, folder)
