"""What a stage, or Kafka, refuses is kept, and the rest goes on."""

from collections.abc import Sequence

import pytest

from processors.errors import StageStoppedError
from processors.settings import ProcessorSettings
from processors.stage import Emit, Outcome, Reject
from processors.state import Transaction
from schemas.ad import RawAd
from schemas.codec import encode
from schemas.topics import ENRICHED
from tests import factories
from tests.integration.streams import (
    BOTH_CLIENTS,
    STATES,
    Running,
    ads_on,
    committed,
    counting,
    invented,
    letters,
    passing,
    publish,
    publish_bytes,
    quick,
    run_to_the_end,
    stage_of,
    with_or_without,
)

pytestmark = pytest.mark.engines


POISON: dict[str, tuple[bytes | None, bytes | None]] = {
    "not JSON": (b"1", b"\x00\xffnot json"),
    "another record": (b"2", b'{"ad_id": 7}'),
    "empty value": (b"3", b""),
    "no key": (None, b"[]"),
    "key that is no text": (b"\xff\xfe", b"{"),
}


@BOTH_CLIENTS
@STATES
def test_poison_is_kept_once_with_its_bytes_and_harms_nobody(settings: ProcessorSettings, state: str | None) -> None:
    ads = invented(20)
    publish(settings, ads[:10])
    for key, value in POISON.values():
        publish_bytes(settings, [(key, value)], partition=1)
    publish_bytes(settings, [(b"4", None)], partition=1)  # a tombstone is no poison
    publish(settings, ads[10:])

    assert run_to_the_end(stage_of(with_or_without(state, passing), state=state), settings) == 0

    assert {ad.ad_id for ad in ads_on(settings)} == {ad.ad_id for ad in ads}
    found = sorted(letters(settings), key=lambda letter: letter.offset)
    assert {(letter.stage, letter.reason, letter.topic, letter.partition) for letter in found} == {
        ("tiny", "undecodable", settings.kafka.topic("ads.raw"), 1)
    }
    assert [(letter.key_bytes or letter.key.encode(), letter.payload) for letter in found] == [
        (key or b"", value or b"") for key, value in POISON.values()
    ]


def test_a_rejected_record_is_kept_with_the_stages_reason(settings: ProcessorSettings) -> None:
    ads = invented(10)
    publish(settings, ads)

    def refuse_fourth(batch: Sequence[RawAd]) -> list[Outcome]:
        return [Reject("too_odd", "the fourth") if ad.key == "3" else Emit(((ENRICHED, ad),)) for ad in batch]

    run_to_the_end(stage_of(refuse_fourth), settings)

    (letter,) = letters(settings)
    assert (letter.reason, letter.detail, letter.key, letter.attempts) == ("too_odd", "the fourth", ads[3].ad_id, 1)
    assert letter.payload == encode(ads[3])
    assert len(ads_on(settings)) == 9


@STATES
def test_an_unforeseen_failure_is_tried_three_times_and_blames_one_record_without_its_text(
    settings: ProcessorSettings, state: str | None
) -> None:
    ads = invented(10)
    publish(settings, ads)
    alone: list[str] = []

    def fail(batch: Sequence[RawAd]) -> list[Outcome]:
        if len(batch) == 1:
            alone.append(batch[0].key)
        for ad in batch:
            if ad.key == "3":
                raise ValueError(f"cannot read {ad.body}")
        return passing(batch)

    assert run_to_the_end(stage_of(with_or_without(state, fail), state=state), quick(settings)) == 0

    (letter,) = letters(settings)
    assert (letter.key, letter.reason, letter.attempts) == (ads[3].ad_id, "unexpected", 3)
    assert letter.detail.startswith("ValueError at stream/test_stream_refusals.py:")
    assert "900123" not in letter.detail
    assert alone.count("3") == 3
    assert {ad.ad_id for ad in ads_on(settings)} == {ad.ad_id for ad in ads if ad.key != "3"}


def test_a_failure_that_passes_blames_nobody(settings: ProcessorSettings) -> None:
    ads = invented(10)
    publish(settings, ads)
    failures = iter([True, True, False])

    def fail_twice(batch: Sequence[RawAd]) -> list[Outcome]:
        if any(ad.key == "3" for ad in batch) and next(failures, False):
            raise ConnectionResetError
        return passing(batch)

    run_to_the_end(stage_of(fail_twice), quick(settings))

    assert letters(settings) == []
    assert {ad.ad_id for ad in ads_on(settings)} == {ad.ad_id for ad in ads}


def test_failed_work_leaves_no_trace_in_the_state(settings: ProcessorSettings) -> None:
    publish(settings, invented(30))

    def fail(batch: Sequence[RawAd], state: Transaction) -> list[Outcome]:
        answers = counting(batch, state)
        if any(ad.key == "3" for ad in batch):
            raise ValueError
        return answers

    run_to_the_end(stage_of(fail, state="tiny"), quick(settings))

    assert sorted(int(ad.title) for ad in ads_on(settings)) == list(range(1, 30))


def test_too_many_refusals_stop_the_stage_and_the_rest_waits(settings: ProcessorSettings) -> None:
    publish_bytes(settings, [(b"%d" % number, b"not an ad") for number in range(1000)])
    stage = stage_of(passing, batch=50)

    code = Running(stage, quick(settings, dead_ratio=0.5, dead_window=200)).join()

    assert code == StageStoppedError.exit_code
    assert 100 < len(letters(settings)) <= 150
    assert committed(settings, stage) == len(letters(settings))


@BOTH_CLIENTS
def test_an_output_that_kafka_refuses_is_blamed_on_its_record_alone(settings: ProcessorSettings) -> None:
    """kafka-python's idempotent producer fails everything after one record that the broker refuses."""
    ads = invented(40)
    publish(settings, ads)
    noise = "".join(chr(0x4E00 + (number * 7919) % 20000) for number in range(600_000))  # 1.8 MB, hard to compress

    def blow_up(batch: Sequence[RawAd]) -> list[Outcome]:
        bodies = [noise if ad.key in ("3", "17") else ad.body for ad in batch]
        return [
            Emit(((ENRICHED, factories.raw_ad(ad_id=ad.ad_id, key=ad.key, body=body)),))
            for ad, body in zip(batch, bodies, strict=True)
        ]

    assert run_to_the_end(stage_of(blow_up), settings) == 0

    assert {letter.key for letter in letters(settings)} == {ads[3].ad_id, ads[17].ad_id}
    assert {letter.reason for letter in letters(settings)} == {"output_refused"}
    assert {letter.payload for letter in letters(settings)} == {encode(ads[3]), encode(ads[17])}
    assert {ad.ad_id for ad in ads_on(settings)} == {ad.ad_id for ad in ads if ad.key not in ("3", "17")}
