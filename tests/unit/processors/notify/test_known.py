"""The file of what is known: several commands change it at once, and none undoes what another one did."""

import multiprocessing
from datetime import UTC, datetime
from pathlib import Path

from msgspec.structs import replace

from processors.notify import known

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def snooze_many(file: Path, name: str) -> None:
    for number in range(20):
        with known.changing(file) as before:
            known.write(file, replace(before, snoozed={**before.snoozed, f"{name}-{number}": NOON}))


def test_several_processes_change_it(tmp_path: Path) -> None:
    file = known.path(tmp_path / "home")
    context = multiprocessing.get_context("fork")
    writers = [context.Process(target=snooze_many, args=(file, f"w{number}")) for number in range(3)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(30)
        assert writer.exitcode == 0
    assert len(known.reader(file)().snoozed) == 60
    assert not list(file.parent.glob("*.part"))
