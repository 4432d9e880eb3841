"""Invented raw ads."""

from datetime import UTC, datetime
from typing import Any

from schemas.ad import RawAd
from schemas.base import SourceFamily

SEEN = datetime(2026, 11, 1, 12, tzinfo=UTC)


def raw_ad(**changes: Any) -> RawAd:
    values: dict[str, Any] = {
        "ad_id": "a1",
        "source": "site",
        "source_family": SourceFamily.CLASSIFIEDS,
        "key": "1",
        "observed_at": SEEN,
        "url": "https://site.example/ad/1",
    }
    return RawAd(**(values | changes))
