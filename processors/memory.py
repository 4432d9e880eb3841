"""What a stage remembers for a while: tables in its state store whose entries are forgotten by event time.

The clock is the newest event seen (the watermark), so a replay forgets exactly what the first run forgot, however
the records were cut into batches. `sweep` gives the space back and changes no answer.
"""

from processors.state import Transaction

_CLOCK, _EXPIRY = "memory.clock", "memory.expiry"
_MOMENT = 8  # bytes of a moment, big-endian, so that the expiry table is in order of time


class Memory:
    """A view of one transaction. Moments are milliseconds since 1970; keys are short digests, see `schemas.ids`."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx
        self._read: dict[tuple[str, bytes], bytes | None] = {}  # of this batch: what is read is mostly written next
        self.watermark = _moment(tx.get(_CLOCK, b"watermark") or bytes(_MOMENT))

    def advance(self, moment: int) -> None:
        """Let time go on to `moment`; it never goes back. `sweep` keeps it in the state."""
        self.watermark = max(self.watermark, moment)

    def get(self, table: str, key: bytes) -> bytes | None:
        """What was put and is not yet forgotten."""
        entry = self._entry(table, key)
        return entry[_MOMENT:] if entry is not None and _moment(entry) > self.watermark else None

    def until(self, table: str, key: bytes) -> int:
        """The moment up to which an entry is remembered; 0 for what is not there."""
        entry = self._entry(table, key)
        moment = _moment(entry) if entry is not None else 0
        return moment if moment > self.watermark else 0

    def put(self, table: str, key: bytes, value: bytes, until: int) -> None:
        """Remember `value` until `until`, in place of what was there."""
        moment = _bytes(until)
        if self._entry(table, key) is None:  # an older entry has its place in the expiry table
            self._tx.put(_EXPIRY, moment + table.encode() + b"\0" + key, b"")
        entry = self._read[table, key] = moment + value
        self._tx.put(table, key, entry)

    def _entry(self, table: str, key: bytes) -> bytes | None:
        place = table, key
        if place in self._read:
            return self._read[place]
        entry = self._read[place] = self._tx.get(table, key)
        return entry

    def sweep(self, limit: int = 2_000) -> None:
        """Delete at most `limit` entries whose time is over; called at the end of a batch, so that no batch stalls."""
        self._tx.put(_CLOCK, b"watermark", _bytes(self.watermark))
        for place in self._over(limit):
            self._tx.delete(_EXPIRY, place)
            name, _, key = place[_MOMENT:].partition(b"\0")
            table = name.decode()
            entry = self._tx.get(table, key)
            if entry is not None and _moment(entry) > self.watermark:  # remembered for longer in the meantime
                self._tx.put(_EXPIRY, entry[:_MOMENT] + place[_MOMENT:], b"")
            elif entry is not None:
                self._tx.delete(table, key)
                self._read.pop((table, key), None)

    def _over(self, limit: int) -> list[bytes]:
        places: list[bytes] = []
        for place, _ in self._tx.scan(_EXPIRY):
            if len(places) == limit or _moment(place) > self.watermark:
                break
            places.append(place)
        return places


def _bytes(moment: int) -> bytes:
    return max(moment, 0).to_bytes(_MOMENT, "big")


def _moment(entry: bytes) -> int:
    return int.from_bytes(entry[:_MOMENT], "big")
