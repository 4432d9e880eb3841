"""Notes of who was told: the version before reads them, and what it wrote is read on."""

from processors.memory import Memory
from processors.notify.keys import note_key
from processors.notify.notes import NOTES, Notes
from processors.state import MemoryTransaction
from tests.unit.processors.notify.test_plan import Basket

TARGET = Basket("team")


def test_a_note_is_what_the_version_before_looks_for() -> None:
    memory = Memory(MemoryTransaction())
    notes = Notes(memory)
    notes.told("al-1", TARGET, "night")
    assert memory.get(NOTES, note_key("al-1", TARGET.identity)) == b"planned"
    assert notes.teller("al-1", TARGET) == "night"


def test_a_note_of_the_version_before_names_no_team() -> None:
    memory = Memory(MemoryTransaction())
    memory.put(NOTES, note_key("al-1", TARGET.identity), b"planned", 1000)
    assert Notes(memory).teller("al-1", TARGET) == ""


def test_who_refused_was_not_told() -> None:
    notes = Notes(Memory(MemoryTransaction()))
    notes.told("al-1", TARGET, "night")
    notes.refused("al-1", TARGET.identity)
    assert notes.teller("al-1", TARGET) is None
    assert notes.is_known("al-1", TARGET)
    assert notes.is_refused("al-1", TARGET)
