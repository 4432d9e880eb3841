"""`adwatch import`: ads from files come to the same topic, with the same checks and the same report as crawled ones."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from spiders import switch
from tests.conftest import Engines
from tests.integration.crawls import Ended, Installation, installation
from tests.integration.streams import wait_for

pytestmark = pytest.mark.engines


@pytest.fixture
def here(engines: Engines, tmp_path: Path) -> Iterator[Installation]:
    with installation(engines.kafka, tmp_path) as made:
        made.pack(read={"how": "file"}, start=None, schedule=None, local_test_site=False, pace={"delay_s": 1})
        yield made


def bring_in(here: Installation, file: Path, **options: object) -> Ended:
    command = [sys.executable, "-m", "adwatch.cli", "import", str(file), "--source", "invented", "--json"]
    environment = here.environment("http://127.0.0.1:1", **options)
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)
    return Ended(done.returncode, done.stdout, done.stderr)


def test_good_rows_are_delivered_and_bad_ones_told_by_line(here: Installation, tmp_path: Path) -> None:
    file = tmp_path / "ads.jsonl"
    rows = [json.dumps({"id": number, "title": f"Ad {number}", "text": "Room to let."}) for number in range(700)]
    rows[1] = "{cut"
    rows[3] = json.dumps({"title": "no key"})
    file.write_text("\n".join(rows), encoding="utf-8")
    ended = bring_in(here, file, window=50)
    assert (ended.code, ended.report.acknowledged, ended.report.outcome) == (3, 698, "degraded")
    assert (ended.report.unread, ended.report.dropped) == ({"bad_json": 1}, {"no_key": 1})
    assert {ad.key for ad in here.ads()} == {str(number) for number in range(700)} - {"1", "3"}
    assert here.reports() == [ended.report]
    assert re.findall(r"line\W+(\d+)", ended.log) == ["2", "4"]
    assert "Room to let" not in ended.log


@pytest.mark.parametrize(
    ("name", "content", "keys"),
    [
        ("ads.csv", "id,title,body\na,Bed,Oak\nb,Chair,\n", {"a", "b"}),
        ("ads.rss", "<rss><channel><item><guid>g</guid><title>Bed</title></item></channel></rss>", {"g"}),
    ],
)
def test_other_kinds_of_files(here: Installation, tmp_path: Path, name: str, content: str, keys: set[str]) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    ended = bring_in(here, tmp_path / name)
    assert (ended.code, {ad.key for ad in here.ads()}) == (0, keys)


def test_a_pack_without_an_owner_takes_no_file(here: Installation, tmp_path: Path) -> None:
    here.pack(read={"how": "file"}, start=None, schedule=None, local_test_site=False, pace={"delay_s": 1}, owner=None)
    (tmp_path / "ads.csv").write_text("id,title\n1,Bed\n", encoding="utf-8")
    ended = bring_in(here, tmp_path / "ads.csv")
    assert (ended.code, "owner: missing" in ended.log, here.ads()) == (2, True, [])


def test_an_import_is_stopped_like_a_crawl(here: Installation, tmp_path: Path) -> None:
    file = tmp_path / "ads.jsonl"
    rows = (json.dumps({"id": number, "title": f"Ad {number}", "text": "Room to let."}) for number in range(100_000))
    file.write_text("\n".join(rows), encoding="utf-8")
    command = [sys.executable, "-m", "adwatch.cli", "import", str(file), "--source", "invented", "--json"]
    environment = here.environment("http://127.0.0.1:1")
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as running:
        wait_for(lambda: here.ads(), "the first ads on the bus")
        switch.stop(here.home, "invented", "test")
        try:
            out, _ = running.communicate(timeout=20)
        finally:
            running.kill()
    assert (running.returncode, json.loads(out)["finish_reason"]) == (3, "stopped")
    assert json.loads(out)["scraped"] == len(here.ads())
