"""From bytes to outcomes and on: every record gets exactly one answer, in its place."""

from collections.abc import Sequence

import pytest

from processors.plumbing.batch import Received, emitted, first_offsets, key_of, next_offsets, outcomes, settled
from processors.stage import Emit, Outcome, Reject, Retry
from schemas.ad import RawAd
from schemas.codec import encode
from schemas.topics import ALERTS, ENRICHED, RAW, TOPICS, Topic
from tests import factories

TOMBSTONE = None
GOOD, BAD = Emit(), Reject("bad")
KINDS = {"ads.raw": RawAd}


def received(value: bytes | None, partition: int = 0, offset: int = 0) -> Received:
    return Received("ads.raw", partition, offset, 0, b"k", value)


def ad(key: str) -> bytes:
    return encode(factories.raw_ad(key=key))


def by_key(ads: Sequence[RawAd]) -> list[Outcome]:
    return [Reject(each.key) for each in ads]


@pytest.mark.parametrize(
    ("values", "reasons"),
    [
        ([ad("a"), ad("b")], ["a", "b"]),
        ([b"", ad("a"), TOMBSTONE, ad("b"), b"{"], ["undecodable", "a", "b", "undecodable"]),
        ([b"{}"], ["undecodable"]),
        ([], []),
    ],
)
def test_each_record_gets_its_own_answer(values: list[bytes | None], reasons: list[str]) -> None:
    answers = outcomes([received(value) for value in values], KINDS, by_key)
    assert [answer.reason for answer in answers if isinstance(answer, Reject)] == reasons
    assert len(answers) == len(values)


def test_a_stage_is_not_called_for_nothing() -> None:
    def never(_: Sequence[RawAd]) -> list[Outcome]:
        raise AssertionError

    assert len(outcomes([received(b"poison")], KINDS, never)) == 1


@pytest.mark.parametrize("given", [[], [GOOD], [GOOD, GOOD, GOOD]])
def test_a_stage_that_miscounts_is_found_out(given: list[Outcome]) -> None:
    with pytest.raises(ValueError, match=f"{len(given)} outcomes for 2 records"):
        outcomes([received(ad("a")), received(ad("b"))], KINDS, lambda _: given)


@pytest.mark.parametrize(
    ("answers", "done"),
    [
        ([], 0),
        ([GOOD, BAD, GOOD], 3),
        ([GOOD, Retry("busy"), GOOD], 1),
        ([Retry("busy"), GOOD], 0),
        ([GOOD, BAD, Retry("busy"), Retry("busy")], 2),
    ],
)
def test_done_with_is_what_comes_before_the_first_retry(answers: list[Outcome], done: int) -> None:
    assert settled(answers) == done


def test_only_accepted_records_put_something_out_in_order() -> None:
    first, second = factories.raw_ad(key="1"), factories.alert()
    answers: list[Outcome] = [
        Emit(((ENRICHED, first), (ALERTS, second))),
        BAD,
        Emit(),
        Retry("busy"),
        Emit(((RAW, first),)),
    ]
    sent = emitted(answers, lambda name: f"here-{name}")
    assert [(each.topic, each.key) for each in sent] == [
        ("here-ads.enriched", first.ad_id.encode()),
        ("here-alerts", second.alert_id.encode()),
        ("here-ads.raw", first.ad_id.encode()),
    ]
    assert sent[0].value == encode(first)


@pytest.mark.parametrize("topic", TOPICS.values(), ids=list(TOPICS))
def test_every_topic_has_a_key_that_its_records_have(topic: Topic) -> None:
    assert topic.key in topic.record.__struct_fields__


def test_a_key_with_lone_surrogates_can_still_be_sent() -> None:
    assert key_of(RAW, factories.raw_ad(ad_id="a\ud800")) == b"a?"


def test_offsets_are_kept_per_partition() -> None:
    batch = [received(None, 0, 5), received(None, 0, 6), received(None, 2, 9), received(None, 2, 12)]
    assert next_offsets(batch) == {("ads.raw", 0): 7, ("ads.raw", 2): 13}
    assert first_offsets(batch) == {("ads.raw", 0): 5, ("ads.raw", 2): 9}
    assert next_offsets([]) == first_offsets([]) == {}
