"""Whether sources are read as they should be."""

from adwatch.kibana.listings import TROUBLED_CRAWLS
from adwatch.kibana.model import Box, Dashboard, Measure, Panel, Placed, Split
from adwatch.kibana.views import CRAWLS_VIEW, SIGHTINGS_VIEW

_CRAWLS = Measure("Crawls")
_DAY, _SOURCE = Split("finished_at", "Day", interval="1d"), Split("source", "Source", 10)

HEALTH = Dashboard(
    "health",
    "Sources' health",
    "Crawls and how they went. A crawl is good when all that it read was acknowledged.",
    (
        Panel("Crawls", CRAWLS_VIEW, "metric", Box(0, 0, 12, 7), (_CRAWLS,)),
        Panel("Not good", CRAWLS_VIEW, "metric", Box(12, 0, 12, 7), (_CRAWLS,), query="not outcome: good"),
        Panel("Ads read", CRAWLS_VIEW, "metric", Box(24, 0, 12, 7), (Measure("Ads", "sum", "scraped"),)),
        Panel("Not delivered", CRAWLS_VIEW, "metric", Box(36, 0, 12, 7), (Measure("Ads", "sum", "undelivered"),)),
        Panel(
            "Ads read a day, by source", CRAWLS_VIEW, "line", Box(0, 7, 24, 14), (Measure("Ads", "sum", "scraped"),),
            (_DAY, _SOURCE),
        ),
        Panel("How crawls ended", CRAWLS_VIEW, "bar_stacked", Box(24, 7, 24, 14), (_CRAWLS,),
              (_DAY, Split("outcome", "Outcome", 5))),
        Panel(
            "By source", CRAWLS_VIEW, "table", Box(0, 21, 30, 14),
            (
                _CRAWLS, Measure("Ads read", "sum", "scraped"), Measure("Failed pages", "sum", "failed_pages"),
                Measure("Refused pages", "sum", "blocked_pages"), Measure("Seconds (median)", "median", "seconds"),
            ),
            (_SOURCE,),
        ),
        Panel(
            "Sightings by what was seen", SIGHTINGS_VIEW, "donut", Box(30, 21, 18, 14), (Measure("Sightings"),),
            (Split("seen", "Seen", 6),),
        ),
        Placed(TROUBLED_CRAWLS, Box(0, 35, 48, 12)),
    ),
    days=30,
)  # fmt: skip
