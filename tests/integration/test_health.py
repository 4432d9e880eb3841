"""A site is redesigned and mended: one alert on the real bus and in the real index, opened and closed by itself."""

import json
import threading
from pathlib import Path
from typing import Any

import pytest

from adwatch.reader import Reader
from processors.pipeline import STAGES
from processors.settings import ProcessorSettings
from processors.stream import run_stage
from tests.conftest import adwatch
from tests.integration.crawls import Installation, listing
from tests.integration.local_site import LocalSite, local_site, page

pytestmark = pytest.mark.engines

PRICED = '<article data-id="1"><h1>Room</h1><div class="text">To let</div><p class="price">90 GBP</p></article>'
REDESIGNED = PRICED.replace('class="price">90 GBP', 'class="cost">90 GBP, 07700 900123')


def health(settings: ProcessorSettings, site: LocalSite, here: Installation, *more: str) -> tuple[int, Any]:
    """`adwatch sources health`: its exit code and what it says of the one source."""
    search = {"ADWATCH_SEARCH__URL": settings.search.url, "ADWATCH_SEARCH__PREFIX": settings.search.prefix}
    environment = {**here.environment(site.base), **search}
    done = adwatch("sources", "health", "invented", "--json", *more, home=here.home, check=False, **environment)
    [row] = json.loads(done.stdout)
    return done.returncode, row


def run(settings: ProcessorSettings, *stages: str) -> None:
    for stage in stages:
        assert run_stage(STAGES[stage], settings, threading.Event(), until_idle=0.5) == 0


def test_a_redesign_opens_one_alert_that_closes_itself(settings: ProcessorSettings, tmp_path: Path) -> None:
    here = Installation(settings.kafka, settings.home, tmp_path / "sources")
    here.pack(expect={"ads": [1, 1000], "coverage": {"price": 0.9}})
    with local_site() as site:
        site.pages.update({"/list": listing("/ad/1"), "/ad/1": page(REDESIGNED)})
        drifted = here.crawl("invented", site.base)
        assert (drifted.code, [each.field for each in drifted.report.drift]) == (3, ["price"])
        run(settings, "health", "file")
        code, row = health(settings, site, here)
        assert (code, row["outcome"], row["well"], row["overdue"]) == (1, "degraded", False, False)
        assert row["alert_title"] == "Source invented: price no longer found"
        assert '<p class="?">00 xxx, 00000 000000' in row["drift"][0]["after"]
        assert "7700" not in json.dumps(row)

        site.pages["/ad/1"] = page(PRICED)
        assert here.crawl("invented", site.base).code == 0
        run(settings, "health", "file")
        code, row = health(settings, site, here, "--report-overdue")
        assert (code, row["outcome"], row["alert"], row["overdue"]) == (0, "good", None, False)
    with Reader(settings.search) as reader:
        [alert] = reader.alerts()
        assert (alert.state, alert.state_changed_by) == ("closed", "adwatch")
        assert reader.last_crawl("invented", "degraded")
