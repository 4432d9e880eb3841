"""Who is at the keyboard, and who may say to be somebody else."""

import getpass

import pytest

from adwatch.errors import KnownError
from adwatch.people import person
from processors.settings import ProcessorSettings, ReviewSettings

OWN, SHARED = ProcessorSettings(), ProcessorSettings(review=ReviewSettings(shared_login=True))


def test_without_a_claim_it_is_the_login() -> None:
    assert person(OWN, None) == (getpass.getuser(), getpass.getuser())


def test_a_claim_needs_the_setting_and_the_login_is_kept_beside_it() -> None:
    with pytest.raises(KnownError, match="people who share a login"):
        person(OWN, "ana")
    assert person(SHARED, "ana") == ("ana", getpass.getuser())


@pytest.mark.parametrize("claimed", ["", "a b", "ana\n", "\x1b[31m", "a" * 81, "-x"])
def test_a_claim_is_a_plain_name(claimed: str) -> None:
    with pytest.raises(KnownError, match="expects a name"):
        person(SHARED, claimed)
