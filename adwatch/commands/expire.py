"""`adwatch sources expire`: archived pages that are older than their period go, also those of sources not crawled."""

from datetime import UTC, datetime

import orjson

from adwatch import settings
from spiders.archive import expire


def run(as_json: bool) -> int:
    """How many archives were deleted."""
    loaded = settings.load()
    deleted = expire(loaded.home, loaded.crawl.archive_days, datetime.now(UTC))
    if as_json:
        print(orjson.dumps({"deleted": deleted, "older_than_days": loaded.crawl.archive_days}).decode())
    else:
        print(f"deleted {deleted} archives older than {loaded.crawl.archive_days:g} days")
    return 0
