"""How much there is, of what, where from."""

from adwatch.kibana.model import Box, Dashboard, Measure, Panel, Split
from adwatch.kibana.views import ADS_VIEW, ALERTS_VIEW, COUNT_ACTORS, COUNT_ADS, COUNT_ALERTS

OVERVIEW = Dashboard(
    "overview",
    "Overview",
    "Ads by week, source, country, language and band. A band ranks work for people; it says nothing about a person.",
    (
        Panel("Ads", ADS_VIEW, "metric", Box(0, 0, 12, 7), (COUNT_ADS,)),
        Panel("Actors", ADS_VIEW, "metric", Box(12, 0, 12, 7), (COUNT_ACTORS,)),
        Panel("Templates", ADS_VIEW, "metric", Box(24, 0, 12, 7), (Measure("Templates", "unique_count", "cluster"),)),
        Panel("Open alerts", ALERTS_VIEW, "metric", Box(36, 0, 12, 7), (COUNT_ALERTS,), query="not state: closed"),
        Panel(
            "Ads a week, by band", ADS_VIEW, "bar_stacked", Box(0, 7, 32, 14), (COUNT_ADS,),
            (Split("observed_at", "Week", interval="1w"), Split("band", "Band", 4)),
        ),
        Panel("Kinds of source", ADS_VIEW, "donut", Box(32, 7, 16, 14), (COUNT_ADS,),
              (Split("source_family", "Kind"),)),
        Panel("Sources", ADS_VIEW, "bar_horizontal", Box(0, 21, 16, 14), (COUNT_ADS,), (Split("source", "Source"),)),
        Panel(
            "Countries", ADS_VIEW, "bar_horizontal", Box(16, 21, 16, 14), (COUNT_ADS,),
            (Split("located.country", "Country", 12),),
        ),
        Panel("Languages", ADS_VIEW, "bar_horizontal", Box(32, 21, 16, 14), (COUNT_ADS,),
              (Split("language", "Language"),)),
    ),
)  # fmt: skip
