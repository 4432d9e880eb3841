"""Numbering plans: our reading of the metadata agrees with the library, for every country and every type of number."""

import phonenumbers
import pytest
from phonenumbers import PhoneNumberFormat, PhoneNumberType

from processors.enrich.phone.plans import Reader, calling_code, international, reader

REGIONS = sorted(phonenumbers.SUPPORTED_REGIONS)
INITIALS = sorted({region[0] for region in REGIONS})


def examples(region: str) -> list[phonenumbers.PhoneNumber]:
    types = PhoneNumberType.values()
    found = [phonenumbers.example_number_for_type(region, one) for one in types]
    return [one for one in found if one is not None and phonenumbers.is_valid_number(one)]


def e164(number: phonenumbers.PhoneNumber) -> str:
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


@pytest.mark.parametrize("initial", INITIALS)
def test_international_numbers_agree_with_the_library(initial: str) -> None:
    for example in (one for region in REGIONS if region.startswith(initial) for one in examples(region)):
        value = e164(example)
        if len(value) >= 9:  # shorter ones are service numbers
            found = international(value[1:])
            assert found is not None, value
            assert found.value == value


@pytest.mark.parametrize("initial", INITIALS)
def test_national_numbers_agree_with_the_library(initial: str) -> None:
    for region in (one for one in REGIONS if one.startswith(initial)):
        read = Reader((region,), is_first_known=True)
        for example in examples(region):
            written = phonenumbers.format_number(example, PhoneNumberFormat.NATIONAL)
            digits = "".join(filter(str.isdigit, written))
            if region != "AR" and len(digits) >= 7:  # Argentina's "15" is dialled in the middle of a number
                found = read(digits)
                assert found is not None, (region, written)
                assert found.value == e164(example)


FICTION = [
    ("14155550123", "US"), ("447700900123", "GB"), ("442079460123", "GB"), ("441134960123", "GB"),
    ("441632960123", "GB"),
    ("33199001234", "FR"), ("33639980011", "FR"), ("61491570156", "AU"), ("353209112345", "IE"),
    ("493023125123", "DE"),
]  # fmt: skip


@pytest.mark.parametrize(("digits", "region"), FICTION)
def test_ranges_reserved_for_fiction_are_numbers(digits: str, region: str) -> None:
    found = international(digits)
    assert found is not None
    assert (found.value, found.region) == (f"+{digits}", region)


@pytest.mark.parametrize("digits", ["", "0", "1", "12345", "9991234567", "4477009001234567", "000000000000"])
def test_what_is_no_number(digits: str) -> None:
    assert international(digits) is None


def test_the_country_of_the_source_is_believed_most() -> None:
    known, guessed = reader("US", "en")("4155550123"), reader(None, "en")("4155550123")
    assert known is not None
    assert guessed is not None
    assert known.trust > guessed.trust
    foreign = reader("US", "fr")("0639980011")
    assert foreign is not None
    assert (foreign.region, foreign.trust < guessed.trust) == ("FR", True)


def test_a_number_without_its_trunk_prefix_is_doubtful() -> None:
    written, bare = reader("FR", "fr")("0639980011"), reader("FR", "fr")("639980011")
    assert written is not None
    assert bare is not None
    assert bare.trust < 0.5 < written.trust


def test_country_codes() -> None:
    assert [calling_code(digits) for digits in ("14155550123", "44770", "35320", "999", "")] == [
        "1",
        "44",
        "353",
        "",
        "",
    ]
