"""Ten thousand records that nobody can read: each is kept once, and no good record suffers."""

from collections.abc import Iterator

import pytest

from processors.errors import StageStoppedError
from processors.settings import ProcessorSettings
from schemas import ids
from schemas.codec import encode
from tests import factories
from tests.integration.streams import (
    Running,
    ads_on,
    committed,
    letters,
    passing,
    publish,
    publish_bytes,
    quick,
    stage_of,
)

pytestmark = pytest.mark.engines

POISON = 10_000
MOST_S = 240.0  # seconds are enough, on a machine that does nothing else
WAYS = (b"\x00\xff %d", b'{"ad_id": %d}', b"[%d", b'{"ad_id": "x", "title": [[[[%d')  # not text, not all, cut off
Pair = tuple[bytes, bytes]


def poison(number: int) -> Pair:
    return b"poison-%d" % number, WAYS[number % len(WAYS)] % number


def good(number: int) -> Pair:
    ad = factories.raw_ad(ad_id=ids.ad_id("demo_jobs", str(number)), key=str(number))
    return ad.ad_id.encode(), encode(ad)


def mixed(partition: int, partitions: int) -> Iterator[Pair]:
    """Two bad ones, three good ones, and so on: less than half of any window is refused."""
    for number in range(partition, POISON // 2, partitions):
        yield from (poison(2 * number), poison(2 * number + 1))
        yield from (good(3 * number + place) for place in range(3))


def kept(settings: ProcessorSettings) -> list[Pair]:
    """Key and bytes of all letters on the bus."""
    return sorted((letter.key.encode(), letter.payload) for letter in letters(settings))


def test_ten_thousand_among_good_ones_are_each_kept_once_and_every_good_one_goes_through(
    bus: ProcessorSettings,
) -> None:
    for partition in range(bus.kafka.partitions):
        publish_bytes(bus, mixed(partition, bus.kafka.partitions), partition=partition)

    assert Running(stage_of(passing), bus, until_idle=0.5).join(MOST_S) == 0

    assert kept(bus) == sorted(map(poison, range(POISON)))
    assert sorted(int(ad.key) for ad in ads_on(bus)) == list(range(POISON // 2 * 3))


def test_ten_thousand_in_a_row_stop_the_stage_and_none_is_lost_or_kept_twice_when_it_is_started_again(
    bus: ProcessorSettings,
) -> None:
    publish_bytes(bus, map(poison, range(POISON)))
    behind = [factories.raw_ad(ad_id=ids.ad_id("demo_jobs", str(number)), key=str(number)) for number in range(50)]
    publish(bus, behind)
    stage, window = stage_of(passing), bus.failure.dead_window

    assert Running(stage, bus).join(MOST_S) == StageStoppedError.exit_code

    stopped_at = len(letters(bus))
    assert window / 2 < stopped_at <= window * 1.5  # more than half of the last ones, and what was in hand
    assert committed(bus, stage) == stopped_at + len(ads_on(bus))

    all_refused = quick(bus, dead_ratio=1.0)  # by an operator who looked at some and knows that all are bad
    assert Running(stage, all_refused, until_idle=0.5).join(MOST_S) == 0

    assert kept(bus) == sorted(map(poison, range(POISON)))
    assert sorted(int(ad.key) for ad in ads_on(bus)) == list(range(50))
