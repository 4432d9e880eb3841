"""The data views: every kind of document that Kibana may read. The vault is none of them."""

from adwatch.kibana.model import Measure, View
from adwatch.report.figures import FIGURES
from processors.index.names import ACTORS, ADS, ALERTS, CLUSTERS, CRAWLS, SIGHTINGS

ADS_VIEW = View(ADS, "Ads", "observed_at")
CLUSTERS_VIEW = View(CLUSTERS, "Clusters: nearly the same text", "last_seen")
ACTORS_VIEW = View(ACTORS, "Actors: shared contacts", "last_seen")
ALERTS_VIEW = View(ALERTS, "Alerts", "at")
CRAWLS_VIEW = View(CRAWLS, "Crawls", "finished_at")
SIGHTINGS_VIEW = View(SIGHTINGS, "Sightings", "@timestamp")
FIGURES_VIEW = View(FIGURES, "Public figures", "made_at")
VIEWS = (ADS_VIEW, CLUSTERS_VIEW, ACTORS_VIEW, ALERTS_VIEW, CRAWLS_VIEW, SIGHTINGS_VIEW, FIGURES_VIEW)

COUNT_ADS = Measure("Ads")
COUNT_ACTORS = Measure("Actors", "unique_count", "actor")  # among ads
COUNT_COUNTRIES = Measure("Countries", "unique_count", "located.country")
COUNT_ALERTS = Measure("Alerts")
