"""Gives up what has waited in an outbox for longer than ads.raw would keep it: disks have terms too."""

from datetime import datetime
from pathlib import Path

import msgspec
import structlog

from schemas.topics import RAW
from spiders.errors import AlreadyRunningError
from spiders.lock import only_crawl_of
from spiders.outbox import REFUSED, REST, Outbox, Parcel, path_of

log = structlog.get_logger()


class _Seen(msgspec.Struct):
    """The part of a record that says how old it is."""

    observed_at: datetime


def give_up(home: Path, raw_topic: str, now: datetime) -> int:
    """Forget ads older than the retention of ads.raw, and files unchanged for as long; returns how many ads that were.

    A source that is being crawled is left for the next time: its crawl delivers what waits.
    """
    before, given_up = now.timestamp() - RAW.retention_ms / 1000, 0
    for path in sorted(path_of(home, "x").parent.glob("*")):
        if path.suffix not in (".jsonl", REFUSED, REST):
            continue
        try:
            with only_crawl_of(path.stem, home):
                ads = _forget(Outbox(path), raw_topic, before)
        except AlreadyRunningError:
            continue
        if ads:
            log.warning("ads given up, they waited for too long", source=path.stem, ads=ads, outbox=path.name)
        given_up += ads
    return given_up


def _forget(outbox: Outbox, raw_topic: str, before: float) -> int:
    file_is_old = outbox.path.stat().st_mtime < before
    old = [each for each in outbox.parcels() if file_is_old or (each.topic == raw_topic and _is_old(each, before))]
    if file_is_old:
        outbox.clear()
    elif old:
        lines = set(map(msgspec.json.encode, old))
        outbox.keep_only(lambda parcel: msgspec.json.encode(parcel) not in lines)
    return sum(each.topic == raw_topic for each in old)


def _is_old(parcel: Parcel, before: float) -> bool:
    try:
        return msgspec.json.decode(parcel.value, type=_Seen).observed_at.timestamp() < before
    except msgspec.DecodeError:  # then the file's age counts
        return False
