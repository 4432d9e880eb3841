"""`adwatch sources expire`: archived pages and waiting ads older than their periods go, whatever their source."""

from datetime import UTC, datetime

import orjson

from adwatch import settings
from schemas.topics import RAW
from spiders.archive import expire
from spiders.outdated import give_up


def run(as_json: bool) -> int:
    """How many archives were deleted, and how many ads that waited in outboxes were given up."""
    loaded, now = settings.load(), datetime.now(UTC)
    deleted = expire(loaded.home, loaded.crawl.archive_days, now)
    given_up = give_up(loaded.home, loaded.kafka.topic(RAW.name), now)
    if as_json:
        counts = {"deleted": deleted, "older_than_days": loaded.crawl.archive_days, "given_up": given_up}
        print(orjson.dumps(counts).decode())
    else:
        print(
            f"deleted {deleted} archives older than {loaded.crawl.archive_days:g} days; gave up {given_up} waiting ads"
        )
    return 0
