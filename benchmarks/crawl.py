"""Pages a second of one crawl process beside plain Scrapy on the same pages, its memory, and what manners cost."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

import psutil
import yaml

from adwatch import settings
from benchmarks.crawl_site import PAGE_BYTES, Site, site
from benchmarks.line import line
from benchmarks.pipeline import installation
from schemas.codec import decode
from schemas.events import CrawlReport

TARGET = 1.4  # times plain Scrapy
ROUNDS = 3
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


class Crawled(NamedTuple):
    """One crawl as the site and the system saw it."""

    rate: float  # pages a second, from the first page asked for to the last
    whole_s: float  # of the process, from its start to its end
    cpu_us: float  # microseconds a page, start-up included
    rss_mb: Sequence[tuple[int, int]]  # (pages, megabytes) again and again
    printed: str


def run(pages: int) -> int:
    """Measure and print the JSON line. Exit code 1 when a crawl was not good."""
    home = settings.home() / "bench"
    with installation(home), tempfile.TemporaryDirectory() as folder, site(pages) as served:
        packs = Path(folder)
        plain, ours = [], []
        for number in range(ROUNDS):
            plain.append(_crawl(_plain(served), {}, served))
            ours.append(_crawl(_OURS, _environment(packs, home / str(number), served, 0), served))
        polite = _crawl(
            [*_OURS, "--max-pages", str(POLITE_PAGES)], _environment(packs, home / "p", served, PACE_S), served
        )
    reports = [decode(CrawlReport, each.printed.splitlines()[-1].encode()) for each in ours]
    ratio = median(each.rate for each in ours) / median(each.rate for each in plain)
    memory = max(ours, key=lambda each: len(each.rss_mb)).rss_mb
    details: dict[str, Any] = {
        "pages": pages,
        "page_bytes": PAGE_BYTES,
        "ours_pages_per_s": [round(each.rate, 1) for each in ours],
        "plain_scrapy_pages_per_s": [round(each.rate, 1) for each in plain],
        "ours_cpu_us_per_page": round(median(each.cpu_us for each in ours)),
        "plain_scrapy_cpu_us_per_page": round(median(each.cpu_us for each in plain)),
        "ours_process_s": [round(each.whole_s, 1) for each in ours],
        "plain_scrapy_process_s": [round(each.whole_s, 1) for each in plain],
        "acknowledged_by_kafka": [report.acknowledged for report in reports],
        "rss_mb_at_10_percent": next((mb for done, mb in memory if done >= pages / 10), None),
        "rss_mb_at_the_end": memory[-1][1] if memory else None,
        "manners": {"pace_s": PACE_S, "pages_per_s": round(polite.rate, 2), "s_per_page": round(1 / polite.rate, 3)},
    }
    versions = ("scrapy", "parsel", "selectolax", "uvloop", "kafka-python")
    print(line("crawl", round(ratio, 2), "times plain Scrapy", TARGET, details, versions))
    return 0 if all(report.exit_code == 0 for report in reports) else 1


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
    began, cpu, rss = time.monotonic(), 0.0, []
    with tempfile.TemporaryFile("w+") as out:
        with subprocess.Popen(command, env={**os.environ, **variables}, stdout=out, stderr=subprocess.DEVNULL) as child:
            process = psutil.Process(child.pid)
            while child.poll() is None:
                try:
                    with process.oneshot():
                        times, memory = process.cpu_times(), process.memory_info().rss
                except psutil.NoSuchProcess:
                    break
                cpu = times.user + times.system
                rss.append((served.seen().pages, memory // 2**20))
                time.sleep(LOOK_S)
        whole_s = time.monotonic() - began
        out.seek(0)
        printed = out.read()
    seen = served.visited()
    return Crawled(seen.pages / seen.seconds, whole_s, cpu / seen.pages * 1e6, rss, printed)
