"""One pool a domain, with one slot: crawls of one domain follow each other, whatever their schedules say."""

import re

from spiders.domain import domain_of
from spiders.source import Source

SLOTS = 1
LOCAL = "domain_local_test_sites"

_OTHER = re.compile(r"[^a-z0-9.-]")


def pool_of(source: Source) -> str:
    """The name of the pool that a source's crawl needs a slot of."""
    if source.local_test_site or not source.start:
        return LOCAL
    return "domain_" + _OTHER.sub("_", domain_of(source.start[0]).lower())


def pools(sources: list[Source]) -> dict[str, dict[str, object]]:
    """All pools, in the form of `airflow pools import`."""
    said = "Crawls of one domain, one at a time"
    names = sorted({pool_of(source) for source in sources})
    return {name: {"slots": SLOTS, "description": said, "include_deferred": False} for name in names}
