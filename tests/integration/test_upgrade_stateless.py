"""Enrich and index, as they are, are stopped in the middle of a stream; a version with a newer schema takes over."""

import threading
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import msgspec
import pytest

from adwatch.reader import Reader
from processors.pipeline import STAGES
from processors.settings import ProcessorSettings
from processors.stage import Emit, Outcome, Process, Stage
from processors.stream import run_stage
from schemas import ids
from schemas.base import Record
from schemas.codec import decode, encode
from schemas.topics import Topic
from tests import factories
from tests.integration.streams import committed, letters, publish_bytes, records, running, wait_for

pytestmark = pytest.mark.engines

ADS = 120
MOST_S = 120.0  # for enrich to load, on a machine that is busy


def of_tomorrow(kind: type[Record]) -> Any:
    """The same record with one more field that has a default: what an additive change is."""
    return msgspec.defstruct(
        f"{kind.__name__}OfTomorrow", [("shop_window", str, "none")], bases=(kind,), frozen=True, kw_only=True
    )


@dataclass(frozen=True)
class Versions:
    """A stage as it is and as it may be, and the records between which it stands."""

    now: Stage
    reads: Any  # tomorrow's
    writes: Any

    @classmethod
    def of(cls, name: str) -> "Versions":
        stage = replace(STAGES[name], batch=10)
        return cls(stage, of_tomorrow(stage.reads.record), of_tomorrow(stage.writes[0].record))

    @property
    def later(self) -> Stage:
        """It reads tomorrow's records, and hands the new field on in its own."""
        return replace(self.now, reads=self.now.reads._replace(record=self.reads), build=self._build)

    def _build(self, settings: ProcessorSettings) -> Process:
        process: Callable[..., Sequence[Outcome]] = self.now.build(settings)
        return lambda ads: [
            self._told(ad, answer) for ad, answer in zip(ads, process(list(map(self._as_now, ads))), strict=True)
        ]

    def _as_now(self, ad: Any) -> Any:
        """Without the new field, which is all that the code within does not know."""
        kind = self.now.reads.record
        return kind(**{name: getattr(ad, name) for name in kind.__struct_fields__})

    def _told(self, ad: Any, answer: Outcome) -> Outcome:
        assert type(ad) is self.reads
        assert isinstance(answer, Emit)
        ((topic, record),) = answer.outputs
        return Emit(((topic, self.writes(**_fields(record), shop_window=ad.shop_window)),))


def _fields(record: Record) -> dict[str, Any]:
    return {name: getattr(record, name) for name in record.__struct_fields__}


def made(number: int, topic: Topic) -> Any:
    """A record of today for the topic, of an ad of its own."""
    make = {"ads.raw": factories.raw_ad, "ads.linked": factories.linked_ad}[topic.name]
    return make(ad_id=ids.ad_id("demo_jobs", str(number)), key=str(number))


@pytest.mark.parametrize("name", ["enrich", "index"])
@pytest.mark.parametrize("upgrade", [True, False], ids=["upgraded", "taken back"])
def test_it_is_replaced_in_the_middle_of_a_stream(settings: ProcessorSettings, name: str, upgrade: bool) -> None:
    versions = Versions.of(name)
    before, after = (versions.now, versions.later) if upgrade else (versions.later, versions.now)
    reads, writes = versions.now.reads, versions.now.writes[0]
    ads = [made(number, reads) for number in range(ADS)]
    values = [
        (ad.ad_id.encode(), encode(versions.reads(**_fields(ad), shop_window="lit") if number % 2 else ad))
        for number, ad in enumerate(ads)
    ]
    publish_bytes(settings, values[: ADS // 2], reads)
    with running(before, settings):
        wait_for(lambda: committed(settings, before) >= 20, "the first version to be in the middle", MOST_S)
    publish_bytes(settings, values[ADS // 2 :], reads)

    assert run_stage(after, settings, threading.Event(), until_idle=0.5) == 0

    out = records(settings, writes)
    assert Counter(record.key.decode() for record in out) == {ad.ad_id: 1 for ad in ads}  # none twice, none lost
    assert {type(decode(writes.record, record.value)) for record in out} == {writes.record}  # today's reader takes all
    windows = Counter(decode(versions.writes, record.value).shop_window for record in out)
    assert windows.keys() == {"none", "lit"}
    assert windows["lit"] < ADS // 2  # the version of today does not know the field, and drops it
    assert letters(settings) == []
    if name == "index":
        with Reader(settings.search) as reader:
            assert set(reader.ad_ids()) == {ad.ad_id for ad in ads}
