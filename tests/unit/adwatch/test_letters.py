"""The log of dead letters that were dealt with survives a crash in mid-line."""

from pathlib import Path

from adwatch.letters import dealt, log_path, note
from processors.plumbing.batch import Received
from processors.plumbing.dead_letters import letter
from processors.stage import Reject
from schemas.events import DeadLetter
from tests.factories import NOON


def some(offset: int) -> DeadLetter:
    return letter(Received("ads.raw", 0, offset, 0, b"k", b"v"), "link", Reject("bad"), NOON)


def test_what_is_noted_is_found_again(tmp_path: Path) -> None:
    assert dealt(tmp_path) == []
    note(tmp_path, [some(1), some(2)], "replayed")
    note(tmp_path, [some(3)], "dropped")
    assert [(entry.letter_id, entry.action) for entry in dealt(tmp_path)] == [
        (some(1).letter_id, "replayed"), (some(2).letter_id, "replayed"), (some(3).letter_id, "dropped"),
    ]  # fmt: skip
    assert all(entry.by for entry in dealt(tmp_path))


def test_a_cut_off_line_is_left_out_and_spoils_no_later_one(tmp_path: Path) -> None:
    note(tmp_path, [some(1)], "dropped")
    whole = log_path(tmp_path).read_bytes()
    log_path(tmp_path).write_bytes(whole + whole[: len(whole) // 2].strip())
    note(tmp_path, [some(2)], "dropped")
    assert [entry.letter_id for entry in dealt(tmp_path)] == [some(1).letter_id, some(2).letter_id]
