"""Ads that were erased for good: whatever of them is still on its way, or comes again, is dropped by every stage, and
what stages with a state remember of them goes too."""

import re
from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import Any

import msgspec
from msgspec.structs import replace

from processors import added_lines
from processors.stage import Emit, Outcome, StatefulProcess
from processors.state import Transaction
from schemas.alert import Alert
from schemas.forget import Order
from schemas.score import Contribution

FILE = "forget.jsonl"
TABLE, PLACE = "erased", b"to"  # up to which byte of the file erasures are done with
_FOR_GOOD = re.compile(rb'"for_good":\s*true')

Forget = Callable[[Collection[str], Transaction], int]  # takes these ads out of a state; how many rows that changed


class Erased:
    """The ids, kept up to date: what is added to the file is seen with the next batch."""

    def __init__(self, home: Path) -> None:
        self._path = home / FILE
        self._read = 0
        self._ids: set[str] = set()

    def ids(self) -> set[str]:
        """All of them."""
        added, self._read = erased_since(self._path, self._read)
        self._ids |= added
        return self._ids


def erased_since(path: Path, place: int) -> tuple[set[str], int]:
    """The ads erased for good by orders behind a byte of the file, and the end of the last whole one."""
    lines, end = added_lines.behind(path, place)
    return {msgspec.json.decode(line, type=Order).ad_id for line in lines if _FOR_GOOD.search(line)}, end


def follow(home: Path, tx: Transaction, forget: Forget) -> int:
    """Take out of a state what was erased since the last time; how many rows that changed."""
    done = int(tx.get(TABLE, PLACE) or b"0")
    ads, end = erased_since(home / FILE, done)
    if end > done:
        tx.put(TABLE, PLACE, str(end).encode())
    return forget(ads, tx) if ads else 0


def forgetting(process: StatefulProcess, home: Path, forget: Forget) -> StatefulProcess:
    """The same process, in whose state nothing of an erased ad stays longer than until the next batch or tick."""

    def run(records: Sequence[Any], tx: Transaction) -> Sequence[Outcome]:
        follow(home, tx, forget)
        return process(records, tx)

    return run


def without_erased(process: Callable[..., Sequence[Outcome]], home: Path) -> Callable[..., Sequence[Outcome]]:
    """The same process, which never sees a record of an erased ad: that record is done with, nothing comes of it."""
    return _kept_only(process, home, lambda record, gone: None if getattr(record, "ad_id", None) in gone else record)


def without_erased_in_alerts(process: Callable[..., Sequence[Outcome]], home: Path) -> Callable[..., Sequence[Outcome]]:
    """The same process, which sees alerts without erased ads, and none that rests on such alone."""
    return _kept_only(process, home, stripped)


def stripped(alert: Alert, gone: Collection[str]) -> Alert | None:
    """The alert without these ads; then also without quotes, which may be theirs. None when it is about no other."""
    others = tuple(ad for ad in alert.ads if ad not in gone)
    if alert.subject.id in gone or (alert.ads and not others):
        return None
    if others == alert.ads:
        return alert
    said = alert.correction
    if said is not None:
        said = replace(said, ads=tuple(ad for ad in said.ads if ad not in gone))
    bare = {"reasons": _bare(alert.reasons), "against": _bare(alert.against)}
    return replace(alert, ads=others, correction=said, **bare)


def _bare(said: Sequence[Contribution]) -> tuple[Contribution, ...]:
    return tuple(replace(each, quotes=(), note="") for each in said)


def _kept_only(
    process: Callable[..., Sequence[Outcome]], home: Path, left: Callable[[Any, set[str]], Any]
) -> Callable[..., Sequence[Outcome]]:
    """An empty batch means something else to a stage than one of which nothing is left."""
    erased = Erased(home)

    def kept_only(records: Sequence[Any], *transaction: Any) -> Sequence[Outcome]:
        gone = erased.ids()
        if not gone or not records:
            return process(records, *transaction)
        all_left = [left(record, gone) for record in records]
        kept = [record for record in all_left if record is not None]
        answers = iter(process(kept, *transaction)) if kept else iter(())
        return [Emit() if record is None else next(answers) for record in all_left]

    return kept_only
