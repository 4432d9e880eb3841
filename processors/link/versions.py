"""The format of the state: one of an earlier version of adwatch is brought up to date, one of a later is refused."""

from processors.errors import StageStoppedError
from processors.link.due import TIME, progress
from processors.state import Transaction

FORMAT = 2
NOTED = b"format"  # in the table of counts


def bring_up_to_date(tx: Transaction) -> None:
    """Raises StageStoppedError when this version of adwatch does not know the format."""
    found = int(tx.get("counts", NOTED) or b"1")
    if found > FORMAT:
        hint = "go back to that version, or run: adwatch link rebuild"
        raise StageStoppedError(f"the state of link has format {found}, of a later version of adwatch", hint)
    if found < FORMAT:
        _give_times(tx)
        tx.put("counts", NOTED, str(FORMAT).encode())


def _give_times(tx: Transaction) -> None:
    """Format 1 had no times in its line: it is everybody's turn."""
    for thing in [thing for thing, _ in tx.scan("due")]:
        tx.put("due", thing, bytes(TIME))
        tx.put("due_queue", bytes(TIME) + thing, progress(0, 0xFFFFFFFF))
