"""`adwatch link`: what may be cut and forced, and what is refused before anything is written."""

from pathlib import Path
from typing import Any

import pytest

from adwatch.commands import link
from adwatch.errors import KnownError
from processors.link.decisions import Decision, Decisions
from tests.factories import NOON

PHONE = "phone-0123456789abcdef0123"
RENEWED = "handle-g123456789abcdef0123"


@pytest.mark.parametrize(
    ("text", "is_one"),
    [(PHONE, True), (RENEWED, True), ("url-0123456789abcdef0123", True), ("phone-1", False), ("0123456789ab", False),
     ("room-0123456789abcdef0123", False), ("", False)],
)  # fmt: skip
def test_contacts_are_told_from_ads(text: str, is_one: bool) -> None:
    assert link.is_contact(text) is is_one


REFUSED: list[tuple[str, Any]] = [
    ("a contact and an ad", lambda: link.cut(PHONE, "ad", "r")),
    ("one ad alone", lambda: link.cut("ad", None, "r")),
    ("an ad and itself", lambda: link.cut("ad", "ad", "r")),
    ("one ad alone to force", lambda: link.force("ad", None, "actor", "r")),
    ("two contacts", lambda: link.force(PHONE, RENEWED, "actor", "r")),
    ("an unknown decision", lambda: link.undo("li-0", "r")),
]


@pytest.mark.parametrize("call", [case[1] for case in REFUSED], ids=[case[0] for case in REFUSED])
def test_refused_and_nothing_written(call: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ADWATCH_HOME", str(tmp_path))
    with pytest.raises(KnownError):
        call()
    assert list(tmp_path.iterdir()) == []


SWITCHBOARD = "+44 7700 900123 is of a switchboard"


@pytest.mark.parametrize("call", [lambda: link.cut(PHONE, None, SWITCHBOARD), lambda: link.undo("li-0", SWITCHBOARD)])
def test_a_reason_takes_no_contact_into_the_log(call: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ADWATCH_HOME", str(tmp_path))
    with pytest.raises(KnownError, match="the reason names a contact") as refused:
        call()
    assert "900123" not in str(refused.value)
    assert list(tmp_path.iterdir()) == []


def test_the_list_shows_what_holds_and_with_json_everything(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: Any
) -> None:
    monkeypatch.setenv("ADWATCH_HOME", str(tmp_path))
    file = Decisions(tmp_path)
    about: dict[str, Any] = {"reason": "a switchboard", "by": "ada", "at": NOON}
    file.add(Decision(id="li-1", action="cut", what="contact", contact=PHONE, **about))
    file.add(Decision(id="li-2", action="force", what="actor", ads=("ad-1", "ad-2"), **about))
    file.add(Decision(id="li-1", action="cut", what="contact", contact=PHONE, undone=True, **about))
    assert link.list_decisions(as_json=False) == 0
    assert capfdbinary.readouterr().out.decode() == (
        "li-2  ad-1 and ad-2 are of one actor  2026-03-01 12:00 UTC  ada: a switchboard\n"
    )
    assert link.list_decisions(as_json=True) == 0
    assert len(capfdbinary.readouterr().out.splitlines()) == 3
