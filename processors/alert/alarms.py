"""When something is to be looked at again: moments of event time, kept in the state with everything else."""

from functools import lru_cache
from typing import Any

from processors.alert.about import shorten
from processors.alert.apart import APART
from processors.alert.rule import Rule
from processors.alert.seen import DAY, KEEP, digest
from processors.memory import Memory
from processors.state import Transaction
from schemas.ad import ScoredAd

TABLE, COUNTED = "alarms", "counted"
NEVER = 1 << 62
PLACE = 16  # bytes of a place at the front of an alarm's name
_MOMENT = 8


class Alarms:
    """Names to be called when the watermark has passed a moment. A name may be set for several moments."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx
        self._set: set[tuple[int, bytes]] = set()  # of this batch: moments and places, each of one rule and lane
        self._next = self._first()

    def set(self, moment: int, rule: Rule[Any], place: bytes, lane: bytes = b"k") -> None:
        """Have the rule look at a place again, as `lane`, as soon as the watermark is at `moment` or later."""
        if (moment, place) not in self._set:
            self._set.add((moment, place))
            self._tx.put(TABLE, max(moment, 0).to_bytes(_MOMENT, "big") + rule.alarm(place, lane), b"")
            self._next = min(self._next, moment)

    def pop(self, now: int) -> bytes | None:
        """The name whose moment came first, and is over by `now`; it is not called for that moment again."""
        if self._next > now:
            return None
        first = next(iter(self._tx.scan(TABLE)), None)
        if first is None:
            self._next = NEVER
            return None
        moment, name = int.from_bytes(first[0][:_MOMENT], "big"), first[0][_MOMENT:]
        if moment > now:
            self._next = moment
            return None
        self._tx.delete(TABLE, first[0])
        self._set.discard((moment, name[:PLACE]))
        return name

    def names(self) -> list[bytes]:
        """Every name that waits to be called, each once."""
        return list(dict.fromkeys(key[_MOMENT:] for key, _ in self._tx.scan(TABLE)))

    def _first(self) -> int:
        first = next(iter(self._tx.scan(TABLE)), None)
        return NEVER if first is None else int.from_bytes(first[0][:_MOMENT], "big")


class Counted:
    """Which rules have counted an ad, or a key or value of it: eight bytes of a digest each."""

    def __init__(self, stored: bytes) -> None:
        self.known = bool(stored)
        self.changed = False
        self._marks = {stored[start : start + 8] for start in range(0, len(stored), 8)}

    def knows(self, *parts: str) -> bool:
        """Whether this was said of the ad before."""
        return _mark(*parts) in self._marks

    def first_time(self, *parts: str) -> bool:
        """Whether this was never said of the ad before; from now on it was."""
        mark = _mark(*parts)
        if mark in self._marks:
            return False
        self._marks.add(mark)
        self.changed = True
        return True

    def written(self) -> bytes:
        """For the state."""
        return b"".join(sorted(self._marks))


@lru_cache(maxsize=20_000)  # of rule ids alone most of the time
def _mark(*parts: str) -> bytes:
    return digest(*parts)[:8]


class AlertMemory(Memory):
    """The memory of the alert stage: with alarms, and with rows that are kept until they are deleted."""

    def __init__(self, tx: Transaction) -> None:
        super().__init__(tx)
        self.tx = tx
        self.alarms = Alarms(tx)
        self.too_late = 0  # observations that came after their moment was settled; of this batch
        self.moment = 0  # of the ad at hand
        self._ad = b""  # a digest of its id
        self._brief = b""
        self.counted = Counted(b"")  # what has counted the ad at hand
        self.is_apart = next(iter(tx.scan(APART)), None) is not None  # whether any ad is known to have left its group
        self.closing = False  # at the end of a file: no more will come, so everything up to the watermark is settled

    def begin(self, ad: ScoredAd) -> None:
        """Take up an ad: time goes on to its own."""
        self.moment = ad.observed_ms
        self._brief = b""
        self.advance(self.moment)
        self._ad = digest(ad.ad_id)
        self.counted = Counted(self.get(COUNTED, self._ad) or b"")

    def brief(self, ad: ScoredAd) -> bytes:
        """The ad at hand, cut down to what an alert says of it."""
        self._brief = self._brief or shorten(ad)
        return self._brief

    def note_late(self, ad: ScoredAd) -> None:
        """The ad at hand came after its moment was settled, for a rule. One that is told again is not late: it was here
        in time, as the rule may have seen; nor is one of a single sighting that was here before, as in a replay."""
        told_again = ad.revision > 0 or (self.counted.known and ad.history.sightings <= 1)
        self.too_late += not told_again

    def end(self) -> None:
        """Remember what has counted the ad at hand; an ad that comes back is remembered for longer."""
        until = self.watermark + KEEP
        if self.counted.changed or (self.counted.known and until - self.until(COUNTED, self._ad) > DAY):
            self.put(COUNTED, self._ad, self.counted.written(), until)

    def settled(self, lateness: int, step: int = 0) -> int:
        """The moment before which nothing can come any more."""
        return self.watermark + step + 1 if self.closing else self.watermark - lateness

    def forget(self, tables: tuple[str, ...], place: bytes) -> None:
        """Delete every row of a place: nobody will ask for it again."""
        for table in tables:
            for key, _ in list(self.tx.scan(table, place)):
                self.tx.delete(table, key)
