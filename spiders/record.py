"""From an ad as found to the record on the bus: the one place where crawled values are checked."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from schemas.ad import MAX_TEXT, RawAd
from schemas.ids import ad_id, content_hash
from spiders.read.page import Draft, Page
from spiders.source import Source

LIMITS = {"key": 200, "url": 4096, "title": 2000, "body": MAX_TEXT}  # as in schemas/ad.py
MAX_FIELD = 2000
_COUNTRY = re.compile("[A-Z]{2}")
_EARLIEST = datetime(1995, 1, 1, tzinfo=UTC)  # before there were ads on the web; 1970 is a clock that was never set


class DroppedError(ValueError):
    """Raised when what was found is no ad we can publish; the message is a short fixed word for the statistics."""


@dataclass(frozen=True, slots=True)
class Sighting:
    """Under what circumstances a page was read."""

    run: str
    at: datetime  # aware, UTC
    archive_ref: str | None = None  # where the page is kept


def to_ad(draft: Draft, source: Source, page: Page, sighting: Sighting) -> RawAd:
    """The ad as a record. Raises DroppedError; nothing is cut silently."""
    reason = next(_faults(draft), None)
    if reason:
        raise DroppedError(reason)
    return RawAd(
        ad_id=ad_id(source.name, draft.key),
        source=source.name,
        source_family=source.family,
        key=draft.key,
        url=draft.url,
        observed_at=sighting.at,
        posted_at=parse_date(draft.posted_at, sighting.at),
        title=draft.title,
        body=draft.body,
        fields=draft.fields,
        language_hint=source.language_hint,
        country_hint=draft.country if _COUNTRY.fullmatch(draft.country) else source.country,
        http_status=page.status,
        content_hash=content_hash((draft.title, draft.body, *draft.fields.values())),
        crawl_run=sighting.run,
        source_version=source.version,
        archive_ref=sighting.archive_ref,
    )


def _faults(draft: Draft) -> Iterator[str]:
    if not draft.key:
        yield "no_key"
    if not draft.title and not draft.body:
        yield "no_text"
    for name, limit in LIMITS.items():
        if len(getattr(draft, name)) > limit:
            yield f"{name}_too_long"
    for name, value in draft.fields.items():
        if len(value) > MAX_FIELD:
            yield f"{name}_too_long"


def parse_date(text: str, now: datetime) -> datetime | None:
    """A date as sites write it for machines (ISO 8601, RFC 5322, seconds or milliseconds since 1970), aware, UTC.

    None where there is none, where it says nothing certain or lies before the web or after tomorrow. A date without a
    zone is read as UTC, a day as its midnight.
    """
    moment = _parsed(text)
    if moment is None:
        return None
    try:
        moment = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except OverflowError:
        return None
    return moment if _EARLIEST <= moment <= now + timedelta(days=1) else None


def _parsed(text: str) -> datetime | None:
    try:
        if text.isdecimal():
            return datetime.fromtimestamp(int(text[:10]), UTC) if len(text) in (9, 10, 13) else None
        return datetime.fromisoformat(text)
    except (ValueError, OverflowError, OSError):
        pass
    try:
        return parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
