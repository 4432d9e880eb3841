"""The books of a crawl: every ad ends as acknowledged, in the outbox or lost, whatever the broker does.

The courier here is one that answers as a test wants; the real one meets the real Kafka in tests/integration.
"""

import asyncio
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from kafka.errors import InvalidRecordError, KafkaTimeoutError, MessageSizeTooLargeError

from spiders.delivery import Books, Delivery
from spiders.handover import REFUSED, Delivered
from spiders.outbox import Outbox, Parcel

Answered = Callable[[Exception | None], None]


class Courier:
    """Answers each parcel by its number: None is an acknowledgement, "never" is silence."""

    def __init__(self, *answers: Any) -> None:
        self._answers = answers
        self.kept: list[Answered] = []  # of those that were never answered

    def send(self, parcel: Parcel, answered: Answered) -> None:
        answer = self._answers[int(parcel.key) % len(self._answers)]
        if answer == "never":
            self.kept.append(answered)
        else:
            answered(answer)

    def deliver(self, parcels: Iterator[Parcel], at_once: int) -> Delivered:
        answers = [(each, self._answers[int(each.key) % len(self._answers)]) for each in parcels]
        refused = tuple((each, type(answer).__name__) for each, answer in answers if isinstance(answer, REFUSED))
        done = sum(answer is None for _, answer in answers)
        return Delivered(done, done + len(refused) == len(answers), refused)

    def close(self, timeout_s: float) -> None:
        for answered in self.kept:  # too late
            answered(None)


def parcel(number: int) -> Parcel:
    return Parcel("ads.raw", str(number), msgspec.Raw(b"{}"))


async def deliver(courier: Any, outbox: Outbox, count: int, window: int = 100, within_s: float = 0.2) -> Books:
    delivery = Delivery(courier, outbox, window)
    for number in range(count):
        await delivery.take((parcel(number),))
    await delivery.finish(within_s)
    await asyncio.sleep(0)  # lets late answers arrive
    return delivery.books


@pytest.mark.parametrize(
    ("answers", "books"),
    [
        ((None,), Books(taken=6, acknowledged=6)),
        ((KafkaTimeoutError(),), Books(taken=6, outbox=6)),
        ((None, KafkaTimeoutError()), Books(taken=6, acknowledged=3, outbox=3)),
        ((None, None, MessageSizeTooLargeError()), Books(taken=6, acknowledged=4, lost=2)),
        ((None, "never", KafkaTimeoutError()), Books(taken=6, acknowledged=2, outbox=4)),
        (("never",), Books(taken=6, outbox=6)),
        ((OSError("anything"),), Books(taken=6, outbox=6)),
    ],
)
def test_books_balance(tmp_path: Path, answers: tuple[Any, ...], books: Books) -> None:
    outbox = Outbox(tmp_path / "outbox.jsonl")
    assert asyncio.run(deliver(Courier(*answers), outbox, 6)) == books
    assert len(list(outbox.parcels())) == books.outbox


def test_an_outbox_that_cannot_be_written_makes_ads_lost_not_forgotten(tmp_path: Path) -> None:
    (tmp_path / "outbox").write_text("a file where the folder should be", encoding="utf-8")
    books = asyncio.run(deliver(Courier(KafkaTimeoutError()), Outbox(tmp_path / "outbox" / "a.jsonl"), 3))
    assert books == Books(taken=3, lost=3)


def test_who_brings_ads_waits_while_the_window_is_full(tmp_path: Path) -> None:
    async def scenario() -> None:
        courier = Courier("never")
        delivery = Delivery(courier, Outbox(tmp_path / "outbox.jsonl"), window=3)  # type: ignore[arg-type]
        for number in range(3):
            await delivery.take((parcel(number),))
        fourth = asyncio.ensure_future(delivery.take((parcel(3),)))
        await asyncio.wait([fourth], timeout=0.1)
        assert not fourth.done()
        courier.kept[0](None)
        await asyncio.wait_for(fourth, 5)
        await delivery.finish(0.1)
        assert delivery.books == Books(taken=4, acknowledged=1, outbox=3)

    asyncio.run(scenario())


@pytest.mark.parametrize(
    ("answers", "books", "left", "aside"),
    [
        ((None,), Books(replayed=2), 0, 0),
        ((KafkaTimeoutError(),), Books(), 2, 0),
        ((None, KafkaTimeoutError()), Books(replayed=1), 2, 0),
        ((None, MessageSizeTooLargeError()), Books(replayed=1, refused=Counter(MessageSizeTooLargeError=1)), 0, 1),
        ((InvalidRecordError(), KafkaTimeoutError()), Books(refused=Counter(InvalidRecordError=1)), 1, 1),
    ],
)
def test_the_outbox_is_kept_until_all_is_acknowledged_but_not_for_what_is_always_refused(
    tmp_path: Path, answers: tuple[Any, ...], books: Books, left: int, aside: int
) -> None:
    outbox = Outbox(tmp_path / "outbox.jsonl")
    for number in range(2):
        outbox.put(parcel(number))

    async def scenario() -> Books:
        delivery = Delivery(Courier(*answers), outbox, 10)  # type: ignore[arg-type]
        await delivery.replay()
        await delivery.finish(1)
        return delivery.books

    assert asyncio.run(scenario()) == books
    assert len(list(outbox.parcels())) == left
    assert len(list(Outbox(outbox.refused).parcels())) == aside


def test_an_ad_that_cannot_be_remembered_takes_no_room(tmp_path: Path) -> None:
    def fails() -> None:
        raise OSError("disk full")

    async def scenario() -> Books:
        delivery = Delivery(Courier(None), Outbox(tmp_path / "outbox.jsonl"), window=1)  # type: ignore[arg-type]
        for number in range(3):
            await asyncio.wait_for(delivery.take((parcel(number),), safe=fails), 5)
        await asyncio.wait_for(delivery.finish(1), 5)
        return delivery.books

    assert asyncio.run(scenario()) == Books(taken=3, acknowledged=3, unremembered=3)


@pytest.mark.parametrize(
    ("answers", "books", "safe"),
    [
        ((None,), Books(taken=1, acknowledged=1), 1),
        ((None, KafkaTimeoutError()), Books(taken=1, outbox=1), 1),
        ((None, "never"), Books(taken=1, outbox=1), 1),
        ((None, MessageSizeTooLargeError()), Books(taken=1, lost=1), 0),
    ],
)
def test_all_parcels_of_an_ad_are_safe_together_or_not_at_all(
    tmp_path: Path, answers: tuple[Any, ...], books: Books, safe: int
) -> None:
    outbox, told = Outbox(tmp_path / "outbox.jsonl"), []

    async def scenario() -> Books:
        delivery = Delivery(Courier(*answers), outbox, 10)  # type: ignore[arg-type]
        await delivery.take((parcel(0), parcel(1)), safe=lambda: told.append(True))
        await delivery.finish(0.2)
        await asyncio.sleep(0)
        return delivery.books

    assert asyncio.run(scenario()) == books
    assert len(told) == safe
    assert len(list(outbox.parcels())) == 2 * books.outbox
