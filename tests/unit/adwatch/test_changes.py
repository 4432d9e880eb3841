"""What takes effect in another version than before is on record, once, and says what is different."""

import shutil
from pathlib import Path

import pytest

from adwatch import audit, changes
from adwatch.commands import opt_out, silences, stop
from adwatch.settings import Settings, load
from spiders.source import FOLDER


@pytest.fixture
def loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """An installation with a source pack and rules of its own."""
    shutil.copytree(FOLDER / "demo_jobs", tmp_path / "sources" / "demo_jobs")
    shutil.copytree(load().catalogue, tmp_path / "catalogue")
    for name in ("home", "catalogue"):
        monkeypatch.setenv(f"ADWATCH_{name.upper()}", str(tmp_path / name))
    monkeypatch.setenv("ADWATCH_CRAWL__SOURCES", str(tmp_path / "sources"))
    return load()


def on_record(loaded: Settings) -> list[audit.Line]:
    return list(audit.lines(loaded.home))


def test_a_changed_source_is_noticed_when_it_is_crawled(loaded: Settings) -> None:
    for _ in range(2):
        changes.note_source(loaded, "demo_jobs")
    with (loaded.crawl.sources / "demo_jobs" / "source.yml").open("a") as file:
        file.write("# reviewed again\n")
    for _ in range(2):
        changes.note_source(loaded, "demo_jobs")
    lines = on_record(loaded)
    assert [(line.action, line.subject) for line in lines] == [("source.change", "demo_jobs")] * 2
    assert lines[0].details["version"] != lines[1].details["version"]
    assert lines[1].details["legal_basis"]


def test_changed_rules_are_noticed_when_stages_start(loaded: Settings) -> None:
    changes.note_rules(loaded)
    changes.note_rules(loaded)
    next((loaded.catalogue / "rules").glob("*.yml")).unlink()
    changes.note_rules(loaded)
    lines = on_record(loaded)
    assert [line.action for line in lines] == ["rules.change"] * 2
    assert lines[0].details["added"]
    assert lines[1].details["removed"]
    assert "added" not in lines[1].details


def test_what_people_do_with_sources_and_rules_by_command_is_on_record(loaded: Settings) -> None:
    stop.stop("demo_jobs", False, "the owner asked")
    stop.resume("demo_jobs", False)
    opt_out.change("site.example/ana-0770", "", False)
    opt_out.change("https://site.example/ana-0770", "", True)
    silences.silence("*", None, "4h", "maintenance")
    [line] = [line for line in on_record(loaded) if line.action == "rule.silence"]
    silences.unsilence(line.details["silence"])
    assert [(line.action, line.subject) for line in on_record(loaded)] == [
        ("source.stop", "demo_jobs"), ("source.resume", "demo_jobs"),
        ("source.opt_out", "site.example"), ("source.opt_out_ended", "site.example"),
        ("rule.silence", "*"), ("rule.unsilence", "*"),
    ]  # fmt: skip
    assert "0770" not in audit.path(loaded.home).read_text(), "an address may name a person"
