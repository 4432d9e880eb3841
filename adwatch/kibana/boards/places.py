"""Where ads place themselves. Nothing on it is fetched from outside: there is no base map."""

from adwatch.kibana.listings import WHERE
from adwatch.kibana.model import Box, Dashboard, Panel, Placed, Split
from adwatch.kibana.views import ADS_VIEW, COUNT_ADS

MAP = Dashboard(
    "places",
    "Places",
    "The places that ads name, as far as the gazetteer knows them.",
    (
        Placed(WHERE, Box(0, 0, 48, 26)),
        Panel(
            "Places named most", ADS_VIEW, "bar_horizontal", Box(0, 26, 24, 16), (COUNT_ADS,),
            (Split("located.name", "Place", 15),),
        ),
        Panel(
            "Countries a week", ADS_VIEW, "area_stacked", Box(24, 26, 24, 16), (COUNT_ADS,),
            (Split("observed_at", "Week", interval="1w"), Split("located.country", "Country", 6)),
        ),
    ),
)  # fmt: skip
