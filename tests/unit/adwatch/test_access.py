"""Who may open what: every refusal happens before anything is shown, and every opening is on record first."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from adwatch import access, audit
from adwatch.errors import KnownError
from adwatch.people import Person
from processors.settings import ProcessorSettings

ANA, BOB, EVE = (Person(name, name) for name in ("ana", "bob", "eve"))
WHY = "Asked for by the unit, case 12"
ONE, TWO = "0" * 24, "a1" * 12
TOKEN = "phone-0123456789abcdef0123"


def installation(home: Path, **vault: Any) -> ProcessorSettings:
    return ProcessorSettings.model_validate({"home": home, "vault": vault})


def on_record(home: Path) -> list[tuple[str, str, str]]:
    return [(line.action, line.subject, line.by) for line in audit.lines(home)]


def test_an_opening_is_on_record_with_purpose_and_reason(tmp_path: Path) -> None:
    access.note_opening(installation(tmp_path), ANA, TOKEN, "referral", f" {WHY}\n")
    [line] = audit.lines(tmp_path)
    assert (line.action, line.subject, line.details) == ("vault.open", TOKEN, {"purpose": "referral", "reason": WHY})


@pytest.mark.parametrize(
    ("purpose", "reason", "said"),
    [
        ("", WHY, "a purpose is one of"),
        ("curiosity", WHY, "a purpose is one of"),
        ("repair", WHY, "a purpose is one of"),  # of refused records alone
        ("referral", "", "a reason has"),
        ("referral", "case 12", "a reason has"),
        ("referral", "x" * 501, "a reason has"),
        ("referral", "Who is 07700 900123 in the ad", "names a contact"),
        ("referral", "Mail from ana@farm.example", "names a contact"),
    ],
)
@pytest.mark.parametrize("note", [access.note_opening, access.note_lookup])
def test_what_has_no_purpose_or_reason_is_refused(
    tmp_path: Path, note: Callable[..., None], purpose: str, reason: str, said: str
) -> None:
    with pytest.raises(KnownError, match=said) as refused:
        note(installation(tmp_path), ANA, TOKEN, purpose, reason)
    assert "900123" not in str(refused.value)
    assert on_record(tmp_path) == []


def test_a_look_at_a_refused_record_counts_as_an_opening(tmp_path: Path) -> None:
    settings = installation(tmp_path, openings_per_hour=1)
    access.note_repair(settings, ANA, "letter", WHY)
    [line] = audit.lines(tmp_path)
    assert (line.action, line.details) == ("vault.open", {"purpose": "repair", "reason": WHY})
    for who, reason in ((ANA, WHY), (BOB, "x")):
        with pytest.raises(KnownError):
            access.note_repair(settings, who, "letter", reason)
    assert len(on_record(tmp_path)) == 1


def test_one_person_opens_so_many_an_hour(tmp_path: Path) -> None:
    settings = installation(tmp_path, openings_per_hour=2, lookups_per_hour=1)
    for who in (ANA, ANA, BOB):
        access.note_opening(settings, who, TOKEN, "referral", WHY)
    for who in (ANA, Person("carl", "ana")):  # another name at the same login
        with pytest.raises(KnownError, match="2 an hour are allowed"):
            access.note_opening(settings, who, TOKEN, "referral", WHY)
    access.note_lookup(settings, ANA, TOKEN, "referral", WHY)
    with pytest.raises(KnownError, match="1 an hour"):
        access.note_lookup(settings, ANA, TOKEN, "referral", WHY)
    assert len(on_record(tmp_path)) == 4


def test_two_persons_open_many_once(tmp_path: Path) -> None:
    settings = installation(tmp_path)
    request = access.ask(settings, ANA, [ONE, TWO, ONE], "referral", WHY)
    with pytest.raises(KnownError, match="nobody has agreed"):
        access.note_opening_of_many(settings, ANA, request)
    with pytest.raises(KnownError, match="two persons decide"):
        access.agree(settings, ANA, request, WHY)
    access.agree(settings, BOB, request, WHY)
    with pytest.raises(KnownError, match="only one of the two"):
        access.note_opening_of_many(settings, EVE, request)
    assert access.note_opening_of_many(settings, ANA, request) == (ONE, TWO)
    for who in (ANA, BOB):
        with pytest.raises(KnownError, match="opened before"):
            access.note_opening_of_many(settings, who, request)
    assert on_record(tmp_path) == [
        ("vault.ask", request, "ana"), ("vault.agree", request, "bob"), ("vault.open_many", request, "ana"),
    ]  # fmt: skip


def test_a_request_lapses(tmp_path: Path) -> None:
    request = access.ask(installation(tmp_path), ANA, [ONE, TWO], "referral", WHY)
    short = installation(tmp_path, agreed_for_h=1e-9)
    with pytest.raises(KnownError, match="older than"):
        access.agree(short, BOB, request, WHY)
    access.agree(installation(tmp_path), BOB, request, WHY)
    with pytest.raises(KnownError, match="older than"):
        access.note_opening_of_many(short, ANA, request)


@pytest.mark.parametrize("ids", [[], [ONE], [ONE, ONE], [f"{number:024}" for number in range(201)]])
def test_a_request_is_for_several_and_not_for_everything(tmp_path: Path, ids: list[str]) -> None:
    with pytest.raises(KnownError, match="2 to 200"):
        access.ask(installation(tmp_path), ANA, ids, "referral", WHY)


@pytest.mark.parametrize(
    "text", ["", "+447700900123", "ana@farm.example", "a b", "*", "447700900123", "a" * 25, "vr-1"]
)
def test_what_is_no_id_is_not_repeated(text: str) -> None:
    with pytest.raises(KnownError) as refused:
        access.known_id(text)
    assert not text or text not in str(refused.value)


def test_an_unknown_request_opens_nothing(tmp_path: Path) -> None:
    with pytest.raises(KnownError, match="no such request"):
        access.note_opening_of_many(installation(tmp_path), ANA, "vr-1")
