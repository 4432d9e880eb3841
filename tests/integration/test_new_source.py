"""`adwatch sources new ADDRESS`: a pack for each simulated site from its address alone, read like the one we ship."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import simulator
from adwatch.commands import sources
from simulator.server import Sites
from spiders.read import read
from spiders.saved import saved_pages
from spiders.source import load_source

SAID = ["--owner", "me@adwatch.example", "--legal-basis", "Our own.", "--purpose", "Tests.", "--reviewed", "2026-11-20"]


@pytest.fixture(scope="module")
def sites() -> Iterator[Sites]:
    with simulator.serve(simulator.world(60, seed=7)) as serving:
        yield serving


@pytest.mark.parametrize(
    ("shipped", "start", "pages"),
    [
        ("demo_classifieds", "/classifieds/", 2),
        ("demo_jobs", "/jobs/sitemap.xml", 3),
        ("demo_feed", "/feed/items.json", 1),
    ],
)
def test_the_pack_reads_ads_as_the_shipped_one_does(
    sites: Sites, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shipped: str, start: str, pages: int
) -> None:
    for name, value in {"SOURCES": str(tmp_path / "sources"), "LOCAL_SITES": sites.base}.items():
        monkeypatch.setenv(f"ADWATCH_CRAWL__{name}", value)
    monkeypatch.setenv("ADWATCH_HOME", str(tmp_path / "home"))
    command = [sys.executable, "-m", "adwatch.cli", "sources", "new", "mine", f"{sites.base}{start}", *SAID]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, "to do" in done.stdout) == (0, False), done.stderr
    assert (sources.check([]), sources.replay([])) == (0, 0)
    mine = load_source("mine", tmp_path / "sources")
    saved = [each.page() for each in saved_pages(mine)]
    assert len(saved) == pages
    for page in saved:
        ours, theirs = read(page, mine), read(page, load_source(shipped))
        assert ours.follow == theirs.follow
        assert [(ad.key, ad.title, ad.body) for ad in ours.ads] == [(ad.key, ad.title, ad.body) for ad in theirs.ads]
