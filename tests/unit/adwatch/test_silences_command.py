"""`adwatch rules silence`, `silences`, `unsilence`."""

from datetime import timedelta
from pathlib import Path

import pytest

from adwatch.commands.silences import list_silences, silence, unsilence
from adwatch.errors import KnownError
from tests.factories import NOON


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ADWATCH_HOME", str(tmp_path))


def test_silence_and_undo(capsys: pytest.CaptureFixture[str]) -> None:
    assert silence("posting_burst", "a-1", "8h", "a new source", now=NOON) == 0
    name = capsys.readouterr().out.split(":")[0]
    assert list_silences(as_json=False, now=NOON) == 0
    assert "posting_burst a-1  until 2026-03-01 20:00 UTC" in capsys.readouterr().out
    assert unsilence(name, now=NOON + timedelta(hours=1)) == 0
    capsys.readouterr()
    assert list_silences(as_json=False, now=NOON + timedelta(hours=2)) == 0
    assert capsys.readouterr().out == ""
    assert list_silences(as_json=True) == 0
    assert len(capsys.readouterr().out.splitlines()) == 2  # what was done stays readable


def test_a_silence_names_the_login_whatever_the_environment_says(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOGNAME", "somebody_else")
    silence("*", None, "8h", "why", now=NOON)
    list_silences(as_json=True)
    assert "somebody_else" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("rule", "span", "message"),
    [("no_such_rule", "8h", "no rule 'no_such_rule'"), ("*", "forever", "--for: expected a number and a unit")],
)
def test_wrong_arguments(rule: str, span: str, message: str) -> None:
    with pytest.raises(KnownError, match=message):
        silence(rule, None, span, "why")


def test_undo_of_what_is_not_there() -> None:
    with pytest.raises(KnownError, match="no silence 'si-x'"):
        unsilence("si-x")
