"""May a source be read here and now? By its file, and by what the operators of this installation decided."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from spiders.errors import SourceRefusedError
from spiders.opt_out import OptOut
from spiders.options import CrawlSettings
from spiders.source import Source
from spiders.switch import stopped


def check_allowed(source: Source, limits: CrawlSettings, home: Path, now: datetime) -> None:
    """Raises SourceRefusedError when a source may not be crawled now, with every reason."""
    refusals = [*source.refusals(now.date()), *operator_refusals(source, limits, home)]
    if refusals:
        raise SourceRefusedError(f"{source.name} may not be crawled: {'; '.join(refusals)}")


def operator_refusals(source: Source, limits: CrawlSettings, home: Path) -> Iterator[str]:
    """Why a source may not be crawled here and now, whatever its file says."""
    if not (limits.contact or source.local_test_site or source.is_file):
        yield "no contact address is set: crawl.contact (ADWATCH_CRAWL__CONTACT) tells sites who we are"
    if source.onion and not limits.onion_proxy:
        yield "no proxy is set: crawl.onion_proxy (ADWATCH_CRAWL__ONION_PROXY) leads to onion services"
    why = stopped(home, source.name)
    if why:
        yield why
    opt_out = OptOut(home)
    for address in source.addresses(limits.local_sites):
        if opt_out.covers(address):
            yield f"the owner of {address} asked not to be read ({opt_out.path})"
