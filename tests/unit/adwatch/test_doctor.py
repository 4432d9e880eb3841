"""What the doctor says of each thing, and that it always says how to mend it."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from pydantic import SecretStr

from adwatch import audit
from adwatch.doctor import installation, machine, people
from adwatch.doctor.line import Mark
from adwatch.settings import Settings
from processors.notify import known, report
from processors.settings import NotifySettings, SecretSettings


@pytest.mark.parametrize(
    ("version", "mark"), [((3, 10), Mark.FAIL), ((3, 11), Mark.OK), ((3, 13), Mark.OK), ((3, 14), Mark.FAIL)]
)
def test_python_must_be_one_we_know(version: tuple[int, int], mark: Mark) -> None:
    line = machine.python(version)
    assert (line.mark, bool(line.mend)) == (mark, mark is Mark.FAIL)


@pytest.mark.parametrize(("needed", "mark"), [(0, Mark.OK), (10**9, Mark.FAIL)])
def test_a_full_disk_fails_and_is_measured_where_the_data_will_be(
    needed: int, mark: Mark, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(machine, "ROOM_NEEDED_MB", needed)
    monkeypatch.setattr(machine, "ROOM_GOOD_MB", needed)
    line = machine.disk(tmp_path / "not" / "there" / "yet")
    assert line.mark is mark
    assert str(tmp_path) in line.found


@pytest.mark.parametrize(("needed", "mark"), [(True, Mark.FAIL), (False, Mark.WARN)])
def test_a_missing_java_matters_only_to_local_engines(
    needed: bool, mark: Mark, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JAVA_HOME", "/nowhere")
    line = machine.java(needed)
    assert line.mark is mark
    assert "install Java 17" in line.found


KEYS = {
    "all": (SecretSettings(token_key=SecretStr("a"), url_key=SecretStr("b"), vault_key=SecretStr("c")), Mark.OK, ""),
    "no vault": (SecretSettings(token_key=SecretStr("a"), url_key=SecretStr("b")), Mark.WARN, "vault new-key"),
    "one": (SecretSettings(token_key=SecretStr("a")), Mark.FAIL, "ADWATCH_SECRETS__URL_KEY_FILE"),
    "none": (SecretSettings(), Mark.FAIL, "ADWATCH_SECRETS__TOKEN_KEY_FILE"),
}


@pytest.mark.parametrize("case", KEYS)
def test_missing_keys_are_named_and_present_ones_are_not_shown(case: str) -> None:
    secrets, mark, mend = KEYS[case]
    line = installation.keys(Settings.model_construct(secrets=secrets))
    assert line.mark is mark
    assert mend in line.mend


def test_a_catalogue_with_mistakes_fails_with_the_first_of_them(tmp_path: Path) -> None:
    (tmp_path / "sources.yml").write_text("a: [")
    line = installation.catalogue(Settings.model_construct(catalogue=tmp_path))
    assert line.mark is Mark.FAIL
    assert f"problems, the first: {tmp_path}" in line.found


def test_what_it_says_of_notifications(tmp_path: Path) -> None:
    def said(*urls: str) -> tuple[Mark, str]:
        line = people.targets(Settings(home=tmp_path, notify=NotifySettings(targets=urls)))
        return line.mark, line.found

    assert said() == (Mark.WARN, "nobody is told")
    assert said("gopher://x")[0] is Mark.FAIL
    assert said("smtp://mail.example/?to=a@b.example&to=c@d.example") == (Mark.OK, "2 targets of 1 teams")
    dead = report.TargetReport(
        team="everyone", target="smtp mail.example:25", waiting=3, failures=9, since=0, error="", dead=True
    )
    file = report.path(tmp_path)
    file.parent.mkdir()
    file.write_bytes(msgspec.json.encode(report.Report(at=datetime(2026, 3, 1, tzinfo=UTC), targets=(dead,), held={})))
    assert said("smtp://mail.example/?to=a@b.example") == (Mark.FAIL, "dead: smtp mail.example:25")


NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(("hours", "mark"), [(None, Mark.WARN), (0, Mark.OK), (48, Mark.OK), (49, Mark.WARN)])
def test_what_it_says_of_what_was_learned(tmp_path: Path, hours: int | None, mark: Mark) -> None:
    settings = Settings(home=tmp_path)
    if hours is not None:
        known.write(known.path(tmp_path), known.Known(made_at=NOW - timedelta(hours=hours)))
    line = people.learned(settings, NOW)
    assert (line.mark, bool(line.mend)) == (mark, mark is Mark.WARN)


def test_what_it_says_of_rules_and_of_the_audit_log(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    assert installation.rules(settings).mark is Mark.OK
    catalogue = tmp_path / "catalogue" / "rules"
    catalogue.mkdir(parents=True)
    rule = "high_band_ad.yml"
    (catalogue / rule).write_bytes((settings.catalogue / "rules" / rule).read_bytes())
    line = installation.rules(Settings(home=tmp_path, catalogue=catalogue.parent))
    assert (line.mark, line.found) == (Mark.WARN, "1, of which not live: high_band_ad")
    audit.append(tmp_path, "alert.ack", "al-1", "ana", "ana")
    assert installation.audit_log(settings).mark is Mark.OK
    audit.path(tmp_path).write_bytes(audit.path(tmp_path).read_bytes().replace(b"al-1", b"al-2"))
    assert installation.audit_log(settings).mark is Mark.FAIL
