"""Reads archived pages again, with the selectors of today, and sends what reads otherwise now. Asks no site at all."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

import msgspec

from schemas.ad import RawAd
from schemas.codec import encode
from schemas.topics import RAW
from spiders.archive import Archived, archived, folder_of
from spiders.check import problems
from spiders.coverage import Coverage
from spiders.errors import SpiderError
from spiders.handover import MAX_VALUE, Courier
from spiders.history import History, Known, history_of
from spiders.job import Bus
from spiders.lock import only_crawl_of
from spiders.opt_out import OptOut
from spiders.options import CrawlSettings
from spiders.outbox import Parcel
from spiders.read import read
from spiders.read.bounds import UnreadableError
from spiders.record import DroppedError, Sighting, to_ad
from spiders.seen import known_now
from spiders.source import Source, load_source

RUN = "replay"  # stands in the memory for the crawl that saw an ad
SLACK = timedelta(minutes=2)  # between a page's arrival and its reading
TICK = timedelta(seconds=1)  # what makes a version newer than the one it mends


@dataclass
class Reread:
    """What came of it, in ads unless said otherwise."""

    source: str
    pages: int = 0  # pages
    unread: int = 0  # pages or parts of them
    new: int = 0  # not known before: the old selectors missed them
    changed: int = 0
    unchanged: int = 0
    outdated: int = 0  # a later crawl, whose pages are not archived, saw them differently
    _done: set[str] = field(default_factory=set, repr=False)


def reread(
    name: str, limits: CrawlSettings, bus: Bus, home: Path, run: str | None = None, is_rehearsal: bool = False
) -> Reread:
    """Read a source's archives again, or one run's. In a rehearsal nothing is sent.

    Raises SpiderError when there is no such archive, Kafka does not take the ads, or a crawl of the source runs. What
    was sent by then stays sent; a second call goes on.
    """
    source = load_source(name, limits.sources)
    for problem in problems(source):
        raise problem
    folder = folder_of(home, name)
    if not any(folder.glob(f"{run or '*'}.warc.gz")):
        raise SpiderError(f"no archive of {name} in {folder}; `archive: true` in its source.yml makes crawls keep one")
    result = Reread(name)
    with only_crawl_of(name, home):
        history = history_of(home, name, bus.topic(RAW.name))
        try:
            ads = _ads(folder, run, source, history, OptOut(home), result)
            if is_rehearsal:
                for _ in ads:
                    pass
            else:
                _send(ads, source, limits, bus, history)
        finally:
            history.close(datetime.now(UTC).timestamp())
    return result


def _ads(
    folder: Path, run: str | None, source: Source, history: History, opt_out: OptOut, result: Reread
) -> Iterator[tuple[RawAd, Known | None]]:
    """The ads that read otherwise than they were sent, each with what was known of it."""
    for each in archived(folder, run):
        result.pages += 1
        for ad in _read(each, source, result):
            if ad.ad_id in result._done or opt_out.covers(ad.url):
                continue
            result._done.add(ad.ad_id)  # of several pages the newest counts
            before = history.known(ad.ad_id)
            if before is None:
                result.new += 1
                yield ad, None
            elif each.at + SLACK < _moment(before.changed_at):
                result.outdated += 1
            elif before.content == ad.content_hash:
                result.unchanged += 1
            else:
                result.changed += 1
                at = max(ad.observed_at, _moment(before.last_seen) + TICK)
                yield msgspec.structs.replace(ad, observed_at=at), before


def _read(each: Archived, source: Source, result: Reread) -> Iterator[RawAd]:
    try:
        step = read(each.page, source)
    except UnreadableError:
        result.unread += 1
        return
    result.unread += len(step.bad)
    for draft in step.ads:
        try:
            ad = to_ad(draft, source, each.page, Sighting(each.run, each.at, each.ref))
        except DroppedError:
            result.unread += 1
            continue
        if len(encode(ad)) <= MAX_VALUE:
            yield ad
        else:
            result.unread += 1


def _send(
    ads: Iterator[tuple[RawAd, Known | None]], source: Source, limits: CrawlSettings, bus: Bus, history: History
) -> None:
    coverage, courier = Coverage(source), Courier(bus, limits.broker_wait_s)
    try:
        while chunk := list(islice(ads, limits.window)):
            parcels = (Parcel(bus.topic(RAW.name), ad.ad_id, msgspec.Raw(encode(ad))) for ad, _ in chunk)
            sent, whole = courier.send_all(parcels, limits.window)
            if not whole:
                raise SpiderError(f"Kafka took {sent} of {len(chunk)} ads and no more; run the same command again")
            for ad, before in chunk:
                now = known_now(ad, before.page if before else ad.url, coverage.names(ad), before)
                now = now._replace(sent_at=now.last_seen)
                if before:  # the site did not change it, we did
                    now = now._replace(changed_at=before.changed_at, gone=before.gone)
                history.keep(ad.ad_id, now, RUN)
    finally:
        courier.close(1.0)


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
