"""The link stage on the bus and in the index: sightings, older documents brought up to date, decisions, the page."""

import json
import threading
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from adwatch import audit
from adwatch.cli import app
from adwatch.reader import Reader
from processors.index.document import AdDocument
from processors.pipeline import STAGES
from processors.settings import ProcessorSettings
from processors.stream import run_stage
from schemas.codec import decode, encode
from schemas.events import GroupSplit
from schemas.topics import ENRICHED, SIGHTINGS, SPLITS, VANISHED
from tests.factories import NOON
from tests.integration.streams import publish_bytes, records
from tests.unit.processors.link.cases import FARM, ad, gone, seen

pytestmark = pytest.mark.engines
TOKEN = "phone-0123456789abcdef0123"
ADS = [ad(str(n), f"{FARM} {n}", phones=(str(n % 2),), names=(f"Name{n}",), minutes=n) for n in range(4)]


def test_what_is_known_of_an_ad_later_reaches_its_document(
    settings: ProcessorSettings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def through(topic: Any, *given: Any) -> dict[str, AdDocument]:
        """Put these on the bus and let them go through link and index; all documents. Link ends by itself before its
        first tick without ads would be, if it owed nothing."""
        publish_bytes(settings, ((each.ad_id.encode(), encode(each)) for each in given), topic)
        for stage, idle in (("link", 0.3), ("index", 0.8)):
            assert run_stage(STAGES[stage], settings, threading.Event(), until_idle=idle) == 0
        with Reader(settings.search) as reader:
            return {document.ad_id: document for document in reader.ads()}

    through(ENRICHED, ADS[0])
    documents = through(ENRICHED, *ADS[1:])
    assert [documents[one.ad_id].cluster_size for one in ADS] == [4] * 4, "older documents say the size of today"
    assert [documents[one.ad_id].actor_ads for one in ADS] == [2] * 4

    publish_bytes(settings, [(ADS[1].ad_id.encode(), encode(seen(ADS[1], 600)))], SIGHTINGS)
    documents = through(VANISHED, gone(ADS[0], 700, 500))
    assert documents[ADS[1].ad_id].last_seen == NOON + timedelta(minutes=600)
    assert documents[ADS[0].ad_id].last_seen == NOON + timedelta(minutes=500)
    assert documents[ADS[0].ad_id].gone_at == NOON + timedelta(minutes=700)

    for name, value in {
        "HOME": str(settings.home), "SEARCH__URL": settings.search.url, "SEARCH__PREFIX": settings.search.prefix
    }.items():  # fmt: skip
        monkeypatch.setenv(f"ADWATCH_{name}", value)
    monkeypatch.chdir(tmp_path)

    def adwatch(*arguments: str, code: int = 0) -> str:
        result = CliRunner().invoke(app, list(arguments))
        assert result.exit_code == code or result.exception, result.output
        return result.output

    pair = [one.ad_id for one in (ADS[0], ADS[1])]
    adwatch("link", "force", *pair, "--reason", "one handwriting")
    documents = through(ENRICHED, ADS[0])
    assert len({documents[one.ad_id].actor for one in ADS}) == 1
    assert documents[pair[0]].actor_ads == 4
    (decision,) = [json.loads(line) for line in adwatch("link", "list", "--json").splitlines()]
    adwatch("link", "undo", decision["id"], "--reason", "it was not")
    documents = through(ENRICHED, ADS[0])
    assert len({documents[one.ad_id].actor for one in ADS}) == 2
    said = [decode(GroupSplit, record.value) for record in records(settings, SPLITS)]
    assert {(one.reason, one.evidence) for one in said} == {("forced", decision["id"]), ("undone", decision["id"])}
    assert [one.reason for one in said if one.joined] == ["forced"]
    assert [one.reason for one in said if one.part != one.whole] == ["undone"]
    assert [line.action for line in audit.lines(settings.home)] == ["link.force", "link.undo"]

    adwatch("show", "cluster", documents[pair[0]].cluster)
    html = (tmp_path / f"{documents[pair[0]].cluster}.html").read_text(encoding="utf-8")
    assert "Pickers wanted" in html
    assert "4 ads on one" in html
    assert "no ad" in str(CliRunner().invoke(app, ["link", "cut", TOKEN, "--reason", "r"]).exception)
