"""Reading the one contact that somebody looks up: from standard input, never repeated, never guessed."""

import io

import pytest

from adwatch.commands.lookup import read_contact
from adwatch.errors import KnownError


@pytest.mark.parametrize(
    ("typed", "country", "found"),
    [
        ("+44 7700 900123\n", None, ("phone", "+447700900123")),
        ("07700 900123", "GB", ("phone", "+447700900123")),
        (" Ana@Farm.example ", None, ("email", "ana@farm.example")),
        ("telegram: @ana_of_farm", None, ("handle", "telegram:ana_of_farm")),
    ],
)
def test_one_contact_is_read(
    monkeypatch: pytest.MonkeyPatch, typed: str, country: str | None, found: tuple[str, str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(typed))
    assert read_contact(country) == found


@pytest.mark.parametrize("typed", ["", "no contact here", "+44 7700 900123 or ana@farm.example", "7" * 501])
def test_anything_else_is_refused_and_not_repeated(monkeypatch: pytest.MonkeyPatch, typed: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(typed))
    with pytest.raises(KnownError, match="one contact is expected") as refused:
        read_contact(None)
    assert not [word for word in ("900123", "ana", "777") if word in str(refused.value)]
