"""The three local sites. Each is a different make of page; `SITES` says what they are called and where they live."""

from dataclasses import dataclass

from schemas.base import SourceFamily

BASE = "http://127.0.0.1:8321"  # where the sites live unless told otherwise


@dataclass(frozen=True, slots=True)
class Site:
    """A site as its source pack will know it."""

    source: str
    family: SourceFamily
    page: str  # path of an ad's own page

    def url(self, base: str, key: str) -> str:
        """Address of an ad."""
        return base + self.page.format(key=key)


CLASSIFIEDS = Site("demo_classifieds", SourceFamily.CLASSIFIEDS, "/classifieds/ad/{key}.html")
JOBS = Site("demo_jobs", SourceFamily.JOB_BOARD, "/jobs/vacancy/{key}")
FEED = Site("demo_feed", SourceFamily.ADULT_SERVICES, "/feed/post/{key}")
SITES = {site.source: site for site in (CLASSIFIEDS, JOBS, FEED)}
