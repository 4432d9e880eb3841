"""What the spider hands to the pipeline."""

from dataclasses import dataclass
from datetime import datetime

from schemas.ad import RawAd


@dataclass(frozen=True, slots=True)
class Found:
    """An ad that was read."""

    ad: RawAd
    page: str  # the address that was asked for


@dataclass(frozen=True, slots=True)
class Again:
    """An ad on a page that has not changed since an earlier crawl read it."""

    ad_id: str
    at: datetime  # aware, UTC
