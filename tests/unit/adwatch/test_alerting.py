"""Rules tried on a list of ads, without a server: as the stage would, and nothing left waiting at the end."""

from datetime import timedelta
from pathlib import Path

from adwatch.alerting import alerts_of
from processors.settings import ProcessorSettings
from schemas.score import Band, Score
from tests.factories import NOON, head, scored_ad

RULES = Path(__file__).parents[3] / "catalogue" / "rules"
MEDIUM = Score(band=Band.MEDIUM)


def test_alerts_in_event_time_with_what_only_the_end_settles() -> None:
    """The new source of a known actor waits for late ads in the stream; at the end of a file none will come."""
    ads = [
        scored_ad(**head(source="site_a", key="1"), score=MEDIUM),
        scored_ad(**head(source="site_b", key="2", observed_at=NOON + timedelta(days=2)), score=MEDIUM),
        scored_ad(**head(source="site_b", key="3", observed_at=NOON + timedelta(days=3)), score=Score(band=Band.HIGH)),
    ]
    told = alerts_of(ads, RULES, ProcessorSettings())
    assert [(alert.rule, alert.at - NOON) for alert in told] == [
        ("new_source_for_actor", timedelta(days=2)),
        ("high_band_ad", timedelta(days=3)),
    ]


def test_the_same_ads_give_the_same_alerts() -> None:
    ads = [scored_ad(**head(key=str(number)), score=Score(band=Band.HIGH)) for number in range(5)]
    assert alerts_of(ads, RULES, ProcessorSettings()) == alerts_of(ads, RULES, ProcessorSettings())
