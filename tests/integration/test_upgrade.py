"""A stage is stopped in the middle of a stream, and a version with a newer schema goes on where it was."""

import threading
from collections.abc import Sequence
from typing import Any

import msgspec
import pytest

from processors.settings import ProcessorSettings
from processors.stage import Emit, Outcome
from processors.state import Transaction
from processors.stream import run_stage
from schemas.codec import encode
from schemas.topics import ENRICHED, RAW
from tests import factories
from tests.integration.streams import committed, invented, publish_bytes, records, running, stage_of, wait_for

pytestmark = pytest.mark.engines

RawAdOfTomorrow = msgspec.defstruct(
    "RawAdOfTomorrow", [("shop_window", str, "none")], bases=(RAW.record,), frozen=True, kw_only=True
)  # one more field, with a default: what an additive change is


def of_version(version: str, kind: type[Any]) -> Any:
    """Counts ads in its state and says with each: the number, and the new field as this version sees it."""

    def process(ads: Sequence[Any], state: Transaction) -> list[Outcome]:
        answers: list[Outcome] = []
        for ad in ads:
            assert type(ad) is kind
            total = int(state.get("count", b"total") or b"0") + 1
            state.put("count", b"total", str(total).encode())
            seen = f"{version} {getattr(ad, 'shop_window', '-')}"
            answers.append(Emit(((ENRICHED, factories.raw_ad(ad_id=ad.ad_id, title=str(total), body=seen)),)))
        return answers

    return stage_of(process, name="upgraded", state="upgraded", reads=RAW._replace(record=kind), batch=10)


@pytest.mark.parametrize("first", ["old", "new"], ids=["upgraded", "taken back"])
def test_a_stage_is_replaced_in_the_middle_of_a_stream(settings: ProcessorSettings, first: str) -> None:
    versions = {"old": of_version("old", RAW.record), "new": of_version("new", RawAdOfTomorrow)}
    before, after = (versions[first], versions["new" if first == "old" else "old"])
    ads = invented(400)
    values = [
        encode(RawAdOfTomorrow(**msgspec.structs.asdict(ad), shop_window="lit")) if number % 2 else encode(ad)
        for number, ad in enumerate(ads)
    ]
    publish_bytes(settings, [(ad.ad_id.encode(), value) for ad, value in zip(ads, values, strict=True)][:200])
    with running(before, settings):
        wait_for(lambda: committed(settings, before) >= 20, "the first version to be in the middle")
    publish_bytes(settings, [(ad.ad_id.encode(), value) for ad, value in zip(ads, values, strict=True)][200:])

    assert run_stage(after, settings, threading.Event(), until_idle=0.5) == 0

    found = [msgspec.json.decode(record.value) for record in records(settings, ENRICHED)]
    assert {each["ad_id"] for each in found} == {ad.ad_id for ad in ads}
    assert sorted(int(each["title"]) for each in found) == list(range(1, 401))  # none twice, none lost
    said = {each["body"] for each in found}
    assert said == {"old -", "new none", "new lit"}
