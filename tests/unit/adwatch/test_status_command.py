"""What the status of the stages says, on a terminal and as a page."""

import os
import time

import pytest
from rich.console import Console

from adwatch.commands.status import html, table
from processors.plumbing.metrics import Report

NOW = 1_772_366_400.0  # 2026-03-01 12:00:00 UTC


def _report(**changes: object) -> Report:
    values = {"stage": "alert", "pid": os.getpid(), "started_at": time.time(), "written_at": NOW, "lag": 1234}
    report = Report(**{**values, "oldest_s": 2.5, "ad_to_alert_s": [1.0] * 18 + [3.0] * 2, **changes})  # type: ignore[arg-type]
    report.settled(10, out=8, rejected=2)
    return report


@pytest.mark.parametrize(
    ("report", "cells"),
    [
        (_report(), ["alert", "yes", "1,234", "2.5 s", "10", "8", "2", "0", "3.0 s"]),
        (_report(lag=None, ad_to_alert_s=[]), ["alert", "yes", "?", "2.5 s", "10", "8", "2", "0", "-"]),
        (_report(started_at=1.0), ["alert", "no", "1,234", "2.5 s", "10", "8", "2", "0", "3.0 s"]),
        (None, ["alert", "never", "", "", "", "", "", "", ""]),
    ],
    ids=["at work", "lag unknown, no alert yet", "its number belongs to another process", "never ran"],
)
def test_a_line_of_the_table(report: Report | None, cells: list[str]) -> None:
    console = Console(width=130, record=True, quiet=False)
    console.print(table({"alert": report}, NOW))
    line = next(each for each in console.export_text().splitlines() if "alert " in each and "│" in each)
    assert [cell.strip() for cell in line.strip("│").split("│")] == cells


def test_the_page_says_the_same_and_refreshes() -> None:
    page = html({"alert": _report()}, NOW)
    assert 'http-equiv="refresh" content="5"' in page
    assert "1,234" in page
    assert "2026-03-01 12:00:00 UTC" in page
