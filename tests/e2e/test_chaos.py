"""A short run of the chaos: every kind of fault at least once, and the books balance."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from benchmarks.chaos.faults import QUICK, SLOW

pytestmark = [pytest.mark.e2e, pytest.mark.engines, pytest.mark.timeout(900)]


def test_whatever_is_broken_nothing_is_lost_doubled_or_wrong() -> None:
    with tempfile.TemporaryDirectory(prefix="adwatch-chaos-") as folder:
        Path(folder).chmod(0o755)  # so that Elasticsearch, which never runs as root, finds its folder
        command = [sys.executable, "-m", "adwatch.cli", "bench", "chaos", "--minutes", "0", "--rate", "8"]
        environment = {**os.environ, "ADWATCH_HOME": folder}
        ran = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=880, check=False)
    [line] = ran.stdout.splitlines()  # the logs go to standard error
    result = json.loads(line)
    assert result["value"] == 0, result["details"]
    assert ran.returncode == 0
    assert result["details"]["drained"]
    played = result["details"]["faults"]
    assert set(played) == {*SLOW, *QUICK}
    assert result["details"]["ads"] > 50
    assert result["details"]["notifications"] > 10
