"""Who is at the keyboard, and who may say to be somebody else."""

import os
import pwd

import pytest

from adwatch.errors import KnownError
from adwatch.people import person
from processors.settings import ProcessorSettings, ReviewSettings

LOGIN = pwd.getpwuid(os.getuid()).pw_name
OWN, SHARED = ProcessorSettings(), ProcessorSettings(review=ReviewSettings(shared_login=True))


def test_without_a_claim_it_is_the_login() -> None:
    assert person(OWN, None) == (LOGIN, LOGIN)


@pytest.mark.parametrize("variable", ["LOGNAME", "USER", "LNAME", "USERNAME"])
def test_the_environment_makes_nobody_somebody_else(variable: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(variable, "the_second_person")
    assert person(OWN, None) == (LOGIN, LOGIN)
    with pytest.raises(KnownError, match="people who share a login"):
        person(OWN, "the_second_person")


def test_a_user_without_a_name_has_a_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "getuid", lambda: 4_000_000_001)
    assert person(OWN, None) == ("uid 4000000001", "uid 4000000001")


def test_a_claim_needs_the_setting_and_the_login_is_kept_beside_it() -> None:
    with pytest.raises(KnownError, match="people who share a login"):
        person(OWN, "ana")
    assert person(SHARED, "ana") == ("ana", LOGIN)


@pytest.mark.parametrize("claimed", ["", "a b", "ana\n", "\x1b[31m", "a" * 81, "-x"])
def test_a_claim_is_a_plain_name(claimed: str) -> None:
    with pytest.raises(KnownError, match="expects a name"):
        person(SHARED, claimed)
