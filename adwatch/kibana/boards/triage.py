"""What waits for a person, and what it rests on."""

from adwatch.kibana.listings import OPEN_ALERTS, RANKED_ADS
from adwatch.kibana.model import Box, Dashboard, Panel, Placed, Split
from adwatch.kibana.views import ADS_VIEW, ALERTS_VIEW, COUNT_ADS, COUNT_ALERTS

_OPEN = "not state: closed and not correction.outcome: withdrawn"

TRIAGE = Dashboard(
    "triage",
    "Triage",
    "Alerts that nobody has closed, by rule, severity and country, and the ads behind them.",
    (
        Panel("Open alerts", ALERTS_VIEW, "metric", Box(0, 0, 10, 8), (COUNT_ALERTS,), query=_OPEN),
        Panel(
            "High ads", ADS_VIEW, "metric", Box(10, 0, 10, 8), (COUNT_ADS,), query="band: high",
        ),
        Panel(
            "Alerts a day, by severity", ALERTS_VIEW, "bar_stacked", Box(20, 0, 28, 14), (COUNT_ALERTS,),
            (Split("at", "Day", interval="1d"), Split("severity", "Severity", 3)),
        ),
        Panel(
            "Where alerts stand", ALERTS_VIEW, "donut", Box(0, 8, 20, 20), (COUNT_ALERTS,), (Split("state", "State"),),
        ),
        Panel(
            "Open alerts by rule", ALERTS_VIEW, "table", Box(20, 14, 28, 14), (COUNT_ALERTS,),
            (Split("rule", "Rule", 10), Split("severity", "Severity", 3)), _OPEN,
        ),
        Placed(OPEN_ALERTS, Box(0, 28, 48, 16)),
        Placed(RANKED_ADS, Box(0, 44, 48, 16)),
    ),
    days=30,
)  # fmt: skip
