"""The stop switch."""

from pathlib import Path

from spiders.switch import ALL, resume, stop, stopped


def test_one_source_is_stopped_and_resumed(tmp_path: Path) -> None:
    assert stopped(tmp_path, "jobs") is None
    stop(tmp_path, "jobs", "their\nlawyer wrote")
    assert "their lawyer wrote" in (stopped(tmp_path, "jobs") or "")
    assert stopped(tmp_path, "feed") is None
    assert (resume(tmp_path, "jobs"), resume(tmp_path, "jobs")) == (True, False)
    assert stopped(tmp_path, "jobs") is None


def test_all_are_stopped_and_single_stops_outlive_that(tmp_path: Path) -> None:
    stop(tmp_path, "jobs", "")
    stop(tmp_path, ALL, "")
    assert "all sources" in (stopped(tmp_path, "feed") or "")
    resume(tmp_path, ALL)
    assert (stopped(tmp_path, "feed"), bool(stopped(tmp_path, "jobs"))) == (None, True)
