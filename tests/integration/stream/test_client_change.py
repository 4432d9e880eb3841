"""One Kafka client is exchanged for the other while the stage runs: both are members of one group, and read alike."""

import pytest

from processors.settings import ProcessorSettings
from tests.integration.streams import (
    CLIENTS,
    Running,
    ads_on,
    committed,
    invented,
    letters,
    passing,
    publish,
    stage_of,
    wait_for,
)

pytestmark = pytest.mark.engines


@pytest.mark.parametrize("order", [CLIENTS, CLIENTS[::-1]], ids=[" then ".join(CLIENTS), " then ".join(CLIENTS[::-1])])
def test_one_takes_over_from_the_other_and_nothing_is_lost(bus: ProcessorSettings, order: tuple[str, str]) -> None:
    ads, stage = invented(1500), stage_of(passing, batch=50)
    before, after = (
        bus.model_copy(update={"home": bus.home / name, "kafka": bus.kafka.model_copy(update={"client": name})})
        for name in order
    )
    publish(bus, ads[:500])
    first = Running(stage, before)
    wait_for(lambda: committed(bus, stage) > 0, "the first at work")
    second = Running(stage, after)
    publish(bus, ads[500:1000])
    wait_for(lambda: committed(bus, stage) >= 1000, "what both read")
    assert first.end() == 0
    publish(bus, ads[1000:])
    wait_for(lambda: committed(bus, stage) >= 1500, "what the second reads alone")
    assert second.end() == 0

    assert {ad.ad_id for ad in ads_on(bus)} == {ad.ad_id for ad in ads}
    assert letters(bus) == []
