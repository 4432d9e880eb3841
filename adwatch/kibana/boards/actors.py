"""Ads that share contacts, and texts that are used again."""

from adwatch.kibana.listings import ACTORS as ACTOR_LIST
from adwatch.kibana.listings import TEMPLATES
from adwatch.kibana.model import Box, Dashboard, Measure, Panel, Placed, Split
from adwatch.kibana.views import ACTORS_VIEW, ADS_VIEW, CLUSTERS_VIEW, COUNT_ACTORS, COUNT_ADS, COUNT_COUNTRIES

_ACTORS = Measure("Actors")

ACTORS = Dashboard(
    "actors",
    "Actors and templates",
    "An actor is what shares contacts; many are ordinary businesses. A template is nearly the same text.",
    (
        Panel("Actors with several ads", ACTORS_VIEW, "metric", Box(0, 0, 12, 7), (_ACTORS,), query="ads > 1"),
        Panel(
            "Ads of the largest", ACTORS_VIEW, "metric", Box(12, 0, 12, 7), (Measure("Ads", "max", "ads"),),
        ),
        Panel(
            "Templates of several actors", CLUSTERS_VIEW, "metric", Box(24, 0, 12, 7), (Measure("Templates"),),
            query="actors > 1",
        ),
        Panel(
            "Ads of the most used", CLUSTERS_VIEW, "metric", Box(36, 0, 12, 7), (Measure("Ads", "max", "ads"),),
        ),
        Panel(
            "Actors by country", ADS_VIEW, "bar_horizontal", Box(0, 7, 24, 14), (COUNT_ACTORS,),
            (Split("located.country", "Country", 12),), "actor: *",
        ),
        Panel(
            "Actors by kind of source", ADS_VIEW, "bar_horizontal", Box(24, 7, 24, 14), (COUNT_ACTORS,),
            (Split("source_family", "Kind"),), "actor: *",
        ),
        Panel(
            "Actors with most ads, and in how many places", ADS_VIEW, "table", Box(0, 21, 24, 16),
            (COUNT_ADS, Measure("Places", "unique_count", "located.name"), COUNT_COUNTRIES),
            (Split("actor", "Actor", 12),), "actor: *",
        ),
        Panel(
            "Texts used most, and by how many actors", ADS_VIEW, "table", Box(24, 21, 24, 16),
            (COUNT_ADS, COUNT_ACTORS, COUNT_COUNTRIES),
            (Split("cluster", "Template", 12),), "cluster_size > 1",
        ),
        Placed(ACTOR_LIST, Box(0, 37, 48, 14)),
        Placed(TEMPLATES, Box(0, 51, 48, 14)),
    ),
)  # fmt: skip
