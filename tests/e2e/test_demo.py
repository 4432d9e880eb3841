"""`adwatch demo` as a newcomer runs it: it ends well, shows what it promises and leaves nothing running."""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import psutil
import pytest

pytestmark = [pytest.mark.e2e, pytest.mark.engines, pytest.mark.timeout(600)]


@pytest.fixture(scope="module")
def printed() -> "subprocess.CompletedProcess[str]":
    with tempfile.TemporaryDirectory(prefix="adwatch-demo-") as folder:
        Path(folder).chmod(0o755)  # so that Elasticsearch, which never runs as root, finds its folder
        command = [sys.executable, "-m", "adwatch.cli", "demo", "--ads", "300"]
        environment = {**os.environ, "ADWATCH_HOME": folder, "COLUMNS": "120"}
        ended = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=580, check=False)
        ended.args = folder
        return ended


def test_it_balances(printed: "subprocess.CompletedProcess[str]") -> None:
    assert printed.returncode == 0, printed.stdout[-3000:] + printed.stderr[-3000:]
    assert "Everything balances." in printed.stdout


def test_it_shows_stages_ledger_comparison_and_one_alert_in_full(printed: "subprocess.CompletedProcess[str]") -> None:
    for part in ("stages", "ledger, by id", "beside the answer sheet", "planted cases", "First, do no harm"):
        assert part in printed.stdout
    assert re.search(r"served by the three sites\W+300", printed.stdout)


def test_the_alert_names_no_contact(printed: "subprocess.CompletedProcess[str]") -> None:
    alert = printed.stdout.split("as it arrived in the mailbox")[-1].split("Where a person can get help")[0]
    words = re.sub(r"\b[0-9a-f]{16,}\b", "", alert)  # ids; no number of a person is so long
    assert not re.search(r"\+?\d[\d ]{8,}\d|@[a-z]+\.example", words)


def test_it_leaves_no_process(printed: "subprocess.CompletedProcess[str]") -> None:
    left = [p.info["cmdline"] for p in psutil.process_iter(["cmdline"]) if _names(p.info["cmdline"], printed.args)]
    assert left == []


def _names(command: list[str] | None, folder: object) -> bool:
    return any(str(folder) in part for part in command or ())
