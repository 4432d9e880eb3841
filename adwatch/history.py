"""Ads of the past in event time, for forecasts: from the bus, from a file, or invented."""

import tempfile
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

import msgspec

from adwatch import bus
from adwatch.errors import KnownError
from processors.settings import ProcessorSettings
from schemas.ad import EnrichedAd, ScoredAd
from schemas.base import Moment, Record, epoch_ms
from schemas.codec import UndecodableError, decode, encode
from schemas.topics import INDEXED


class _Seen(Record, frozen=True, kw_only=True):
    """The part of an ad that puts it in order."""

    ad_id: str
    observed_at: Moment


def from_bus(settings: ProcessorSettings, since: datetime) -> Iterator[ScoredAd]:
    """What lies on ads.indexed, observed since then, in event time. Raises KnownError when Kafka is away."""
    yield from in_order((value for _, value in bus.read_or_explain(settings.kafka, INDEXED)), since)


def from_file(path: Path, since: datetime) -> Iterator[ScoredAd]:
    """JSON lines of scored ads. Raises KnownError when the file cannot be read."""
    try:
        with path.open("rb") as lines:
            yield from in_order(lines, since)
    except OSError as error:
        raise KnownError(f"{path}: {error.strerror}") from None


def in_order(records: Iterable[bytes], since: datetime) -> Iterator[ScoredAd]:
    """The ads in event time. They wait in a file meanwhile, so memory grows by a hundred bytes an ad, not by all of it.

    What cannot be read is left out, as the stage leaves it out.
    """
    first = epoch_ms(since)
    with tempfile.TemporaryFile() as spool:
        places = sorted(place for place in _spooled(records, spool) if place[0] >= first)
        for _, _, start, length in places:
            spool.seek(start)
            try:
                yield decode(ScoredAd, spool.read(length))
            except UndecodableError:
                continue


def _spooled(records: Iterable[bytes], spool: BinaryIO) -> Iterator[tuple[int, str, int, int]]:
    """(moment, ad, where it is in the file, its length) of each record."""
    start = 0
    for record in records:
        try:
            seen = msgspec.json.decode(record, type=_Seen)
        except (msgspec.DecodeError, UnicodeDecodeError):
            continue
        spool.write(record)
        yield epoch_ms(seen.observed_at), seen.ad_id, start, len(record)
        start += len(record)


def invented(settings: ProcessorSettings, ads: int, days: int, seed: int = 7) -> Iterator[ScoredAd]:
    """The simulator's ads on so many daily visits, read, linked and scored: for rules that no history knows yet."""
    import simulator
    from adwatch import chain
    from simulator.calendar import START, day_of

    read, linker, score = chain.enrich(settings), chain.Linker(settings), chain.score(settings)
    told: list[bytes] = []
    for visit in range(1, days + 1):
        seen_at = day_of(visit)
        raw = [simulator.raw_ad(one, seen_at) for one in simulator.world(ads, seed, visit).ads]
        for batch in chain.batches(raw):
            linker.latest.clear()
            linker.add([ad for ad in read(batch) if isinstance(ad, EnrichedAd)])
            told += [encode(score(ad)) for ad in linker.latest.values()]
    yield from in_order(told, START)
