"""How common each indicator is: what is everywhere tells nothing."""

from adwatch.kibana.listings import WITH_EVIDENCE
from adwatch.kibana.model import Box, Dashboard, Measure, Panel, Placed, Split
from adwatch.kibana.views import ADS_VIEW, ALERTS_VIEW, COUNT_ACTORS, COUNT_ADS, COUNT_ALERTS, COUNT_COUNTRIES

_INDICATOR = Split("indicators", "Indicator", 20)

INDICATORS = Dashboard(
    "indicators",
    "Indicators and base rates",
    "An indicator is weak alone. Hold each count against the number of ads, and against what reviewers said.",
    (
        Panel("Ads", ADS_VIEW, "metric", Box(0, 0, 12, 8), (COUNT_ADS,)),
        Panel("With an indicator", ADS_VIEW, "metric", Box(12, 0, 12, 8), (COUNT_ADS,), query="indicators: *"),
        Panel(
            "Indicators seen", ADS_VIEW, "metric", Box(24, 0, 12, 8),
            (Measure("Indicators", "unique_count", "indicators"),),
        ),
        Panel("In bands medium and high", ADS_VIEW, "metric", Box(36, 0, 12, 8), (COUNT_ADS,), query="band_rank >= 2"),
        Panel("Most frequent indicators", ADS_VIEW, "bar_horizontal", Box(0, 8, 24, 20), (COUNT_ADS,), (_INDICATOR,)),
        Panel(
            "Ads by dimension and band", ADS_VIEW, "bar_stacked", Box(24, 8, 24, 20), (COUNT_ADS,),
            (Split("dimensions_positive", "Dimension", 8), Split("band", "Band", 4)),
        ),
        Panel(
            "By indicator", ADS_VIEW, "table", Box(0, 28, 24, 16),
            (COUNT_ADS, COUNT_ACTORS, COUNT_COUNTRIES),
            (_INDICATOR,),
        ),
        Panel(
            "What reviewers said, by rule", ALERTS_VIEW, "table", Box(24, 28, 24, 16), (COUNT_ALERTS,),
            (Split("rule", "Rule", 12), Split("verdict", "Verdict", 4)), "state: closed",
        ),
        Placed(WITH_EVIDENCE, Box(0, 44, 48, 14)),
    ),
)  # fmt: skip
