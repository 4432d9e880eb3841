"""Delivers the ads of one crawl and keeps the books: each ends as acknowledged, in the outbox, or lost.

All state lives on the event loop; what blocks runs in one thread; answers come back by a queue. Nothing needs a lock.
"""

import asyncio
from collections import Counter, deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from typing import TypeVar

import structlog

from spiders.handover import REFUSED, Courier, Delivered
from spiders.outbox import Outbox, Parcel

SHIP_EVERY_S = 0.02  # threads that hand over one parcel at a time cost more than all the rest of the hand-over

log = structlog.get_logger()
T = TypeVar("T")


@dataclass(slots=True)
class Books:
    """How many ads became of what. At the end `taken == acknowledged + outbox + lost`."""

    taken: int = 0
    acknowledged: int = 0
    outbox: int = 0
    lost: int = 0
    unremembered: int = 0  # delivered, and the crawl's memory did not take it: sent again by the next
    replayed: int = 0  # of earlier crawls
    refused: Counter[str] = field(default_factory=Counter)  # of earlier crawls: why the broker will never take them

    @property
    def settled(self) -> int:
        return self.acknowledged + self.outbox + self.lost


@dataclass(slots=True)
class _Consignment:
    """The parcels of one ad, which are told to be safe together or not at all."""

    parcels: tuple[Parcel, ...]
    unanswered: int
    safe: Callable[[], None] | None


class Delivery:
    """A bounded window of ads under way."""

    def __init__(self, courier: Courier, outbox: Outbox, window: int) -> None:
        self.books = Books()
        self._courier, self._outbox, self._window = courier, outbox, window
        self._room = asyncio.Semaphore(window)
        self._waiting: dict[int, _Consignment] = {}  # taken, and not answered in full
        self._outgoing: list[tuple[int, Parcel]] = []  # on the next ship
        self._ship_at: asyncio.TimerHandle | None = None
        self._answers: deque[tuple[int, Exception | None]] = deque()  # filled by other threads
        self._called = False  # to hear them
        self._all_settled = asyncio.Event()
        self._thread = ThreadPoolExecutor(1, "handover")
        self._loop = asyncio.get_running_loop()

    async def replay(self) -> None:
        """Deliver what earlier crawls could not. The outbox keeps all of it until all is acknowledged.

        What the broker will never take is set aside, so that it keeps nothing else.
        """
        if not self._outbox.path.exists():
            return
        sent = await self._in_thread(partial(deliver_all, self._courier, self._outbox, self._window))
        self.books.replayed = sent.acknowledged
        self.books.refused.update(reason for _, reason in sent.refused)

    async def take(self, parcels: tuple[Parcel, ...], safe: Callable[[], None] | None = None) -> None:
        """Take all there is to say about one ad; waits while too many are under way, and so slows down who brings them.

        `safe` is called once all of it is acknowledged or in the outbox, and never when it is lost.
        """
        await self._room.acquire()
        number = self.books.taken
        self.books.taken += 1
        self._waiting[number] = _Consignment(parcels, len(parcels), safe)
        self._outgoing += ((number, parcel) for parcel in parcels)
        self._ship_at = self._ship_at or self._loop.call_later(SHIP_EVERY_S, self._ship)

    async def finish(self, within_s: float) -> None:
        """Wait for what is under way; what is not acknowledged by then goes to the outbox."""
        if self._ship_at is not None:
            self._ship_at.cancel()
            self._ship()
        if not await self._settle_all(within_s):
            log.warning("acknowledgements missing at the deadline", ads=len(self._waiting))
            for number in list(self._waiting):
                self._keep(number)
            await self._settle_all(None)
        await self._in_thread(partial(self._courier.close, 1.0))
        self._thread.shutdown()

    async def _settle_all(self, within_s: float | None) -> bool:
        if self.books.settled == self.books.taken:
            return True
        self._all_settled.clear()
        try:
            await asyncio.wait_for(self._all_settled.wait(), within_s)
        except TimeoutError:
            return False
        return True

    def _ship(self) -> None:
        """Let the thread send all that was taken since the last time."""
        self._ship_at = None
        shipload, self._outgoing = self._outgoing, []
        self._thread.submit(self._send, shipload)

    def _send(self, shipload: list[tuple[int, Parcel]]) -> None:
        for number, parcel in shipload:
            self._courier.send(parcel, partial(self._answered, number))

    def _answered(self, number: int, error: Exception | None) -> None:
        """Called from other threads: hands the answer to the event loop, which is woken once for many."""
        self._answers.append((number, error))
        if not self._called:
            self._called = True
            self._loop.call_soon_threadsafe(self._hear)

    def _hear(self) -> None:
        self._called = False  # before the answers are taken: one that comes in between calls again
        while self._answers:
            number, error = self._answers.popleft()
            if error is None:
                self._acknowledged(number)
            elif isinstance(error, REFUSED):
                self._refused(number)
            else:
                self._keep(number)

    def _acknowledged(self, number: int) -> None:
        consignment = self._waiting.get(number)
        if consignment is None:
            return
        consignment.unanswered -= 1
        if not consignment.unanswered:
            del self._waiting[number]
            self.books.acknowledged += 1
            self._settled(consignment)

    def _refused(self, number: int) -> None:
        if self._waiting.pop(number, None) is not None:
            log.error("ad refused by the broker")
            self.books.lost += 1
            self._settled()

    def _keep(self, number: int) -> None:
        """Put a consignment into the outbox, unless it is settled already. What arrived arrives twice, unharmed."""
        consignment = self._waiting.pop(number, None)
        if consignment is not None:
            put = self._in_thread(partial(self._outbox.put, *consignment.parcels))
            put.add_done_callback(partial(self._kept, consignment))

    def _kept(self, consignment: "_Consignment", done: "asyncio.Future[None]") -> None:
        error = done.exception()
        if error is None:
            self.books.outbox += 1
            self._settled(consignment)
        else:
            log.error("outbox not writable", path=str(self._outbox.path), error=str(error))
            self.books.lost += 1
            self._settled()

    def _settled(self, safe: "_Consignment | None" = None) -> None:
        try:
            if safe is not None and safe.safe is not None:
                safe.safe()
        except Exception as error:  # whatever it is, the ad is delivered and its place is free
            log.error("ad delivered, but not remembered", error=str(error))
            self.books.unremembered += 1
        finally:
            self._room.release()
            if self.books.settled == self.books.taken:
                self._all_settled.set()

    def _in_thread(self, call: Callable[[], T]) -> "asyncio.Future[T]":
        return self._loop.run_in_executor(self._thread, call)


def deliver_all(courier: Courier, outbox: Outbox, window: int) -> Delivered:
    """Deliver an outbox. It is emptied when all is done with; what the broker will never take is set aside."""
    sent = courier.deliver(outbox.parcels(), window)
    if sent.refused:
        outbox.set_aside(parcel for parcel, _ in sent.refused)
        reasons = sorted({reason for _, reason in sent.refused})
        log.error("refused by the broker, set aside", records=len(sent.refused), reasons=reasons)
    if sent.is_whole:
        outbox.clear()
    return sent
