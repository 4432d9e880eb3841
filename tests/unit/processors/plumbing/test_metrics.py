"""The report of a stage is replaced in one step, and a bad one is none."""

from pathlib import Path

import pytest

from processors.plumbing.metrics import Report, read_report, report_path


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
