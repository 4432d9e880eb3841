"""Ads that were erased for good: whatever of them is still on its way, or comes again, is dropped by every stage."""

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import msgspec

from processors.stage import Emit, Outcome
from schemas.forget import Order

FILE = "forget.jsonl"
_FOR_GOOD = re.compile(rb'"for_good":\s*true')


class Erased:
    """The ids, kept up to date: what is added to the file is seen with the next batch."""

    def __init__(self, home: Path) -> None:
        self._path = home / FILE
        self._read = 0
        self._ids: set[str] = set()

    def ids(self) -> set[str]:
        """All of them."""
        try:
            size = self._path.stat().st_size
        except FileNotFoundError:
            return self._ids
        if size > self._read:
            self._read_on()
        return self._ids

    def _read_on(self) -> None:
        """Take what was added. A last line without its end is left until it is whole."""
        with self._path.open("rb") as file:
            file.seek(self._read)
            added = file.read()
        whole = added[: added.rfind(b"\n") + 1]
        self._read += len(whole)
        lines = (line for line in whole.splitlines() if _FOR_GOOD.search(line))
        self._ids |= {msgspec.json.decode(line, type=Order).ad_id for line in lines}


def without_erased(process: Callable[..., Sequence[Outcome]], home: Path) -> Callable[..., Sequence[Outcome]]:
    """The same process, which never sees a record of an erased ad: that record is done with, nothing comes of it."""
    erased = Erased(home)

    def kept_only(records: Sequence[Any], *transaction: Any) -> Sequence[Outcome]:
        gone = erased.ids()
        if not gone or not any(record.ad_id in gone for record in records):
            return process(records, *transaction)
        answers = iter(process([record for record in records if record.ad_id not in gone], *transaction))
        return [Emit() if record.ad_id in gone else next(answers) for record in records]

    return kept_only
