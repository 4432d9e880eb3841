"""The report of a stage is replaced in one step, and a bad one is none."""

import os
from pathlib import Path

import pytest

from processors.plumbing.metrics import Report, forget_reports, read_report, read_reports, report_path

NOBODY = 2**31 - 1  # no process has this number


def test_a_report_comes_back_as_it_was(tmp_path: Path) -> None:
    report = Report(stage="enrich", pid=7, started_at=1.0, written_at=2.0, lag=3)
    report.settled(10, out=8, rejected=2)
    report.given_back(5)
    report.write(tmp_path)

    found = read_report(tmp_path, "enrich")
    assert found == report
    assert found is not None
    assert (found.records_in, found.out, found.rejected, found.retried) == (10, 8, 2, 5)
    assert [path.name for path in (tmp_path / "run").iterdir()] == ["enrich.json"]


@pytest.mark.parametrize("content", [None, b"", b"{", b'{"stage": 7}'])
def test_a_missing_or_broken_report_is_none(tmp_path: Path, content: bytes | None) -> None:
    path = report_path(tmp_path, "enrich")
    if content is not None:
        path.parent.mkdir()
        path.write_bytes(content)
    assert read_report(tmp_path, "enrich") is None


def test_a_report_that_cannot_be_written_harms_nobody(tmp_path: Path) -> None:
    (tmp_path / "run").write_text("in the way")
    Report(stage="enrich", pid=7, started_at=1.0, written_at=2.0).write(tmp_path)


def test_processes_of_one_stage_report_together(tmp_path: Path) -> None:
    first = Report(stage="enrich", pid=NOBODY, started_at=1.0, written_at=9.0, records_in=3, lag=3, oldest_s=2.0)
    first.write(tmp_path)
    Report(stage="enrich", pid=NOBODY, member=2, started_at=2.0, written_at=8.0, records_in=4, lag=1, owes=True).write(
        tmp_path
    )
    whole = read_report(tmp_path, "enrich")
    assert whole is not None
    assert (whole.pid, whole.records_in, whole.lag, whole.owes, whole.oldest_s) == (NOBODY, 7, 4, True, 2.0)
    assert (whole.started_at, whole.written_at) == (1.0, 8.0), "what is said holds since the last of them said so"


def test_lag_is_not_known_where_one_does_not_know_it(tmp_path: Path) -> None:
    Report(stage="enrich", pid=NOBODY, started_at=1.0, written_at=2.0, lag=3).write(tmp_path)
    Report(stage="enrich", pid=NOBODY, member=2, started_at=1.0, written_at=2.0).write(tmp_path)
    whole = read_report(tmp_path, "enrich")
    assert whole is not None
    assert whole.lag is None


def test_a_process_of_an_earlier_run_is_not_counted(tmp_path: Path) -> None:
    Report(stage="enrich", pid=NOBODY, started_at=100.0, written_at=140.0).write(tmp_path)
    Report(stage="enrich", pid=NOBODY, member=2, started_at=1.0, written_at=99.0, records_in=4).write(tmp_path)
    assert [report.member for report in read_reports(tmp_path, "enrich")] == [1]


def test_who_is_silent_but_still_there_is_counted(tmp_path: Path) -> None:
    Report(stage="enrich", pid=NOBODY, started_at=100.0, written_at=140.0).write(tmp_path)
    Report(stage="enrich", pid=os.getpid(), member=2, started_at=1.0, written_at=99.0, lag=4).write(tmp_path)
    whole = read_report(tmp_path, "enrich")
    assert whole is not None
    assert (whole.pid, whole.written_at) == (os.getpid(), 99.0), "and named: the first has just ended"


def test_reports_of_more_processes_than_there_are_now_are_taken_away(tmp_path: Path) -> None:
    for member in (1, 2, 3):
        Report(stage="enrich", pid=NOBODY, member=member, started_at=1.0, written_at=2.0).write(tmp_path)
    forget_reports(tmp_path, "enrich", above=2)
    assert sorted(path.name for path in (tmp_path / "run").iterdir()) == ["enrich-2.json", "enrich.json"]


def test_no_stage_is_taken_for_a_process_of_another(tmp_path: Path) -> None:
    Report(stage="enrich", pid=NOBODY, started_at=1.0, written_at=2.0).write(tmp_path)
    Report(stage="en", pid=NOBODY, started_at=1.0, written_at=2.0).write(tmp_path)
    assert [report.pid for report in read_reports(tmp_path, "en")] == [NOBODY]
