"""When something is to be looked at again: moments of event time, kept in the state with everything else."""

from processors.memory import Memory
from processors.state import Transaction

TABLE = "alarms"
NEVER = 1 << 62
_MOMENT = 8


class Alarms:
    """Names to be called when the watermark has passed a moment. A name may be set for several moments."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx
        self._next = self._first()

    def set(self, moment: int, name: bytes) -> None:
        """Call `name` as soon as the watermark is at `moment` or later."""
        self._tx.put(TABLE, max(moment, 0).to_bytes(_MOMENT, "big") + name, b"")
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
        return name

    def names(self) -> list[bytes]:
        """Every name that waits to be called, each once."""
        return list(dict.fromkeys(key[_MOMENT:] for key, _ in self._tx.scan(TABLE)))

    def _first(self) -> int:
        first = next(iter(self._tx.scan(TABLE)), None)
        return NEVER if first is None else int.from_bytes(first[0][:_MOMENT], "big")


class AlertMemory(Memory):
    """The memory of the alert stage: with alarms, and with rows that are kept until they are deleted."""

    def __init__(self, tx: Transaction) -> None:
        super().__init__(tx)
        self.tx = tx
        self.alarms = Alarms(tx)
        self.too_late = 0  # observations that came after their moment was settled; of this batch
        self.closing = False  # at the end of a file: no more will come, so everything up to the watermark is settled

    def settled(self, lateness: int, step: int = 0) -> int:
        """The moment before which nothing can come any more."""
        return self.watermark + step + 1 if self.closing else self.watermark - lateness

    def forget(self, tables: tuple[str, ...], place: bytes) -> None:
        """Delete every row of a place: nobody will ask for it again."""
        for table in tables:
            for key, _ in list(self.tx.scan(table, place)):
                self.tx.delete(table, key)
