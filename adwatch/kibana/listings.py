"""The saved searches and the map."""

from adwatch.kibana.model import Listing, Places
from adwatch.kibana.views import ACTORS_VIEW, ADS_VIEW, ALERTS_VIEW, CLUSTERS_VIEW, CRAWLS_VIEW

_AD = ("title", "band", "indicators", "actor", "cluster", "source", "located.country", "language")

RANKED_ADS = Listing("ranked-ads", "Ads in bands medium and high", ADS_VIEW, _AD, "band: (medium or high)")
WITH_EVIDENCE = Listing(
    "ads-with-evidence", "Ads with a dimension that is positive",
    ADS_VIEW, ("title", "band", "dimensions_positive", "indicators", "actor"),
    "dimensions_positive: *",
)  # fmt: skip
OPEN_ALERTS = Listing(
    "open-alerts", "Alerts that wait for a person",
    ALERTS_VIEW, ("severity", "rule", "title", "state", "correction.outcome", "subject.kind", "countries", "evidence"),
    "not state: closed and not correction.outcome: withdrawn",
)  # fmt: skip
CLOSED_ALERTS = Listing(
    "closed-alerts", "Alerts that were closed, with the verdict",
    ALERTS_VIEW, ("rule", "title", "verdict", "state_changed_at", "severity"), "state: closed",
)  # fmt: skip
ACTORS = Listing(
    "actors-abroad", "Actors by what they were last seen with",
    ACTORS_VIEW, ("actor", "ads", "clusters", "countries", "families", "indicators", "band_rank"), "ads > 1",
)  # fmt: skip
TEMPLATES = Listing(
    "templates", "Templates that several actors use",
    CLUSTERS_VIEW, ("cluster", "ads", "actors", "places", "languages", "indicators"), "actors > 1",
)  # fmt: skip
TROUBLED_CRAWLS = Listing(
    "troubled-crawls", "Crawls that were not good",
    CRAWLS_VIEW, ("source", "outcome", "scraped", "undelivered", "failed_pages", "blocked_pages", "drifted"),
    "not outcome: good",
)  # fmt: skip
LISTINGS = (RANKED_ADS, WITH_EVIDENCE, OPEN_ALERTS, CLOSED_ALERTS, ACTORS, TEMPLATES, TROUBLED_CRAWLS)

WHERE = Places("map", "Where ads place themselves", ADS_VIEW, "located.point")
