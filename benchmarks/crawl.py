"""Pages a second of one crawl process beside plain Scrapy on the same pages, its memory, and what manners cost."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

import psutil
import yaml

from adwatch import settings
from adwatch.demo import work
from benchmarks.crawl_site import PAGE_BYTES, Site, site
from benchmarks.installation import installation
from benchmarks.line import line
from schemas.codec import decode
from schemas.events import CrawlReport

TARGET = 1.4  # times plain Scrapy
ROUNDS = 5
COMPARED = 2_000  # pages of each crawl that is compared
PACE_S = 1.0  # between two requests: what a crawl of somebody else's site keeps at least
POLITE_PAGES = 20
LOOK_S = 0.2

SOURCE: dict[str, Any] = {
    "name": "bench",
    "title": "Pages for a benchmark",
    "family": "classifieds",
    "country": "GB",
    "languages": ["en"],
    "owner": "collection-team@adwatch.example",
    "legal_basis": "Invented.",
    "purpose": "Benchmark.",
    "terms_reviewed_on": "2026-11-02",
    "schedule": "0 0 1 1 *",
    "local_test_site": True,
    "start": ["/list/0"],
    "read": {
        "how": "listing",
        "links": "ol.results > li.result > h2 > a",
        "next": "a[rel=next]",
        "ad": {
            "key": {"css": "article.ad", "attr": "data-id"},
            "title": "article.ad h1",
            "body": "article.ad div.description",
            "posted_at": {"css": "article.ad time", "attr": "datetime"},
            "fields": {"price": "dd.price", "place": "dd.place"},
        },
    },
    "expect": {"ads": [1, 1_000_000], "coverage": {"title": 0.99, "price": 0.99}},
}


class Look(NamedTuple):
    """A crawl's process at one moment."""

    pages: int
    cpu_s: float
    rss_mb: int


class Crawled(NamedTuple):
    """One crawl as the site and the system saw it."""

    rate: float  # pages a second, from the first page asked for to the last
    whole_s: float  # of the process, from its start to its end
    looks: Sequence[Look]
    printed: str

    @property
    def cpu_us(self) -> float:
        """Microseconds of processor time a page, start-up not counted."""
        first = next(look for look in self.looks if look.pages)
        last = self.looks[-1]
        return (last.cpu_s - first.cpu_s) / max(1, last.pages - first.pages) * 1e6


def run(pages: int) -> int:
    """Measure and print the JSON line. Exit code 1 when a crawl was not good."""
    home = settings.home() / "bench"
    work.begin_afresh(home)
    with installation(home), tempfile.TemporaryDirectory() as folder:
        packs = Path(folder)
        with site(COMPARED) as served:
            plain, ours = _compare(packs, home, served)
            few = [*_OURS, "--max-pages", str(POLITE_PAGES)]
            polite = _crawl(few, _environment(packs, home / "polite", served, PACE_S), served)
        with site(pages) as served:
            long = _crawl(_OURS, _environment(packs, home / "long", served, 0), served)
    reports = [decode(CrawlReport, each.printed.splitlines()[-1].encode()) for each in (*ours, long)]
    # Round by round: both of a round met the same machine.
    ratio = median(one.rate / other.rate for one, other in zip(ours, plain, strict=True))
    cpu_ratio = median(other.cpu_us / one.cpu_us for one, other in zip(ours, plain, strict=True))
    details: dict[str, Any] = {
        "page_bytes": PAGE_BYTES,
        "compared_pages": COMPARED,
        "pages_per_cpu_second_ratio": round(cpu_ratio, 2),
        "ours": _figures(ours),
        "plain_scrapy": _figures(plain),
        "acknowledged_by_kafka": [report.acknowledged for report in reports],
        "memory": {
            "pages": long.looks[-1].pages,
            "rss_mb_at_10_percent": next(look.rss_mb for look in long.looks if look.pages >= pages / 10),
            "rss_mb_at_the_end": long.looks[-1].rss_mb,
            "pages_per_s": round(long.rate, 1),
        },
        "manners": {"pace_s": PACE_S, "pages_per_s": round(polite.rate, 2), "s_per_page": round(1 / polite.rate, 3)},
    }
    versions = ("scrapy", "parsel", "selectolax", "uvloop", "kafka-python")
    print(line("crawl", round(ratio, 2), "times plain Scrapy", TARGET, details, versions))
    return 0 if all(report.exit_code == 0 for report in reports) else 1


def _compare(packs: Path, home: Path, served: Site) -> tuple[list[Crawled], list[Crawled]]:
    """Plain Scrapy and ours in turn, so that whatever else the machine does hits both."""
    plain, ours = [], []
    for number in range(ROUNDS):
        plain.append(_crawl(_plain(served), {}, served))
        ours.append(_crawl(_OURS, _environment(packs, home / str(number), served, 0), served))
    return plain, ours


def _figures(crawls: Sequence[Crawled]) -> dict[str, Any]:
    return {
        "pages_per_s": [round(each.rate, 1) for each in crawls],
        "cpu_us_per_page": [round(each.cpu_us) for each in crawls],
        "process_s": [round(each.whole_s, 1) for each in crawls],
    }


_OURS = [sys.executable, "-m", "adwatch.cli", "crawl", "bench", "--json"]


def _plain(served: Site) -> list[str]:
    return [sys.executable, "-m", "benchmarks.crawl_plain", f"{served.base}/list/0"]


def _environment(packs: Path, home: Path, served: Site, delay_s: float) -> dict[str, str]:
    """A fresh home, so that no crawl knows what one before it saw; the engines are those of the installation."""
    loaded = settings.load()
    path = packs / "bench" / "source.yml"
    path.parent.mkdir(exist_ok=True)
    pace = {"delay_s": delay_s, "concurrency": 1 if delay_s else 8}  # plain Scrapy asks a domain 8 at once
    path.write_text(yaml.safe_dump({**SOURCE, "pace": pace}), encoding="utf-8")
    return {
        "ADWATCH_HOME": str(home),
        "ADWATCH_KAFKA__BOOTSTRAP": loaded.kafka.bootstrap,
        "ADWATCH_CRAWL__SOURCES": str(packs),
        "ADWATCH_CRAWL__LOCAL_SITES": served.base,
    }


def _crawl(command: list[str], variables: dict[str, str], served: Site) -> Crawled:
    served.visited()
    began, looks = time.monotonic(), []
    with tempfile.TemporaryFile("w+") as out:
        with subprocess.Popen(command, env={**os.environ, **variables}, stdout=out, stderr=subprocess.DEVNULL) as child:
            process = psutil.Process(child.pid)
            while child.poll() is None:
                with suppress(psutil.NoSuchProcess):
                    times, memory = process.cpu_times(), process.memory_info().rss
                    looks.append(Look(served.seen().pages, times.user + times.system, memory // 2**20))
                time.sleep(LOOK_S)
        whole_s = time.monotonic() - began
        out.seek(0)
        printed = out.read()
    seen = served.visited()
    return Crawled(seen.pages / seen.seconds, whole_s, [look for look in looks if look.rss_mb], printed)
