"""What `adwatch retention` says without a server."""

import json
from pathlib import Path

import pytest

from adwatch.commands import retention
from adwatch.retention.purge import Purge, keep_report
from adwatch.settings import load
from tests.factories import NOON


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ADWATCH_HOME", str(tmp_path))


def test_the_profile_in_force_is_shown_with_its_basis(capsys: pytest.CaptureFixture[str]) -> None:
    retention.show(as_json=False)
    said = capsys.readouterr().out
    assert "GDPR" in said
    assert "ungraded_text     30 days" in said


def test_purges_are_reported_and_what_is_left_cannot_be_overlooked(capsys: pytest.CaptureFixture[str]) -> None:
    for left in ({}, {"ads": 3}):
        keep_report(load().home, Purge(at=NOON, profile="default", done={"ads": 1_200}, left=left))
    retention.print_reports(20, as_json=False)
    good, bad = capsys.readouterr().out.splitlines()
    assert good == "2026-03-01 12:00 default: 1,200 ads; looked again: nothing of it is left"
    assert bad.endswith("STILL THERE: 3 ads")
    retention.print_reports(1, as_json=True)
    assert [each["left"] for each in json.loads(capsys.readouterr().out)] == [{"ads": 3}]
