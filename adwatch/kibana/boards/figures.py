"""What a researcher may see: figures in which no cell stands for fewer than ten."""

from adwatch.kibana.model import Box, Dashboard, Measure, Panel, Split
from adwatch.kibana.views import FIGURES_VIEW

_ADS = Measure("Ads", "sum", "ads")


def _of(title: str, table: str, shape: str, box: Box, *splits: Split) -> Panel:
    return Panel(title, FIGURES_VIEW, shape, box, (_ADS,), splits, f'kind: "{table}"')  # type: ignore[arg-type]


PUBLIC = Dashboard(
    "figures",
    "Public figures",
    "Made by `adwatch report --publish`; small cells are left out, and so is what they could be worked out from.",
    (
        _of("Ads by month", "month", "bar", Box(0, 0, 24, 14), Split("name", "Month", 24, by_name=True)),
        _of("Countries", "country", "bar_horizontal", Box(24, 0, 24, 14), Split("name", "Country", 20)),
        _of("Kinds of source", "family", "donut", Box(0, 14, 24, 14), Split("name", "Kind")),
        _of("Languages", "language", "bar_horizontal", Box(24, 14, 24, 14), Split("name", "Language", 20)),
        _of(
            "Indicators by country", "indicator and country", "table", Box(0, 28, 48, 18),
            Split("name", "Indicator", 40), Split("value", "Country", 20),
        ),
    ),
)  # fmt: skip
