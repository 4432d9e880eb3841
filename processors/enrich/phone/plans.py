"""Digits against the world's numbering plans: the metadata of libphonenumber, and the ranges reserved for fiction."""

import re
from functools import cache, lru_cache
from typing import NamedTuple

import phonenumbers
from phonenumbers import NumberParseException, PhoneMetadata, PhoneNumber

LONGEST = 15  # digits of an E.164 number
_SHORTEST = 7

# Countries whose numbers an ad in a language means when it does not say.
_COUNTRIES = {
    "en": "US GB AU IE NZ ZA IN NG KE PH", "fr": "FR BE CH MA DZ TN SN CI LU", "es": "ES MX AR CO PE CL VE EC DO CR GT",
    "pt": "PT BR AO MZ", "ru": "RU KZ UA BY KG UZ", "uk": "UA", "ro": "RO MD", "ar": "AE SA EG MA DZ JO LB KW QA OM BH IQ",
    "bg": "BG", "hu": "HU", "pl": "PL", "sq": "AL XK", "sr": "RS HR BA ME", "tr": "TR", "it": "IT CH", "de": "DE AT CH",
    "nl": "NL BE", "el": "GR CY", "cs": "CZ SK", "sk": "SK CZ", "zh": "CN TW HK SG MY", "vi": "VN", "th": "TH", "tl": "PH",
    "id": "ID", "ms": "MY", "hi": "IN", "bn": "BD IN", "ur": "PK", "ne": "NP", "fa": "IR", "he": "IL", "ka": "GE", "hy": "AM",
    "lt": "LT", "lv": "LV", "et": "EE", "mk": "MK", "sl": "SI", "sv": "SE", "da": "DK", "no": "NO", "fi": "FI",
}  # fmt: skip
_ANYWHERE = ("US", "GB", "FR", "RU", "ES", "DE", "IT", "AU")
_MOST = 9  # countries tried

# Where the trunk prefix "0" is commonly left out; elsewhere a national number without it is doubtful.
_BARE = frozenset(("IN", "TR", "CN", "BR", "AR", "NP", "IR", "PK", "CO", "VE"))
_NANP = "1"

# Reserved for fiction and not valid to libphonenumber (Ofcom, ARCEP, ComReg); those it accepts need no line here.
_FICTION = re.compile(r"\+(?:447700900\d{3}|441632960\d{3}|44(?:11[3-8]|1[2-69]1)4960\d{3}|3363998\d{4}|3532091\d{5})")


class Number(NamedTuple):
    """A phone number that a series of digits stands for, and how far that can be trusted, 0 to 1."""

    value: str  # E.164
    region: str | None
    trust: float


class _Plan(NamedTuple):
    shape: re.Pattern[str]
    trunk: str


def countries(country: str | None, language: str | None) -> tuple[str, ...]:
    """Where an ad's numbers without a country code may belong, the likeliest first."""
    spoken = _COUNTRIES.get(language or "", "").split()
    known = [code for code in (country, *spoken, *_ANYWHERE) if code and code in phonenumbers.SUPPORTED_REGIONS]
    return tuple(dict.fromkeys(known))[:_MOST]


@lru_cache(maxsize=100_000)
def international(digits: str) -> Number | None:
    """The number that "+" and these digits stand for."""
    if not _SHORTEST < len(digits) <= LONGEST + 1 or digits[0] == "0":
        return None
    return _checked("+" + digits, None, 1.0)


@lru_cache(maxsize=100_000)
def national(digits: str, regions: tuple[str, ...], hinted: bool) -> Number | None:
    """The number these digits stand for in the first country whose plan has it. `hinted`: the first country is known."""
    if digits.startswith("00"):
        return international(digits[2:])
    if digits.startswith("011") and (number := international(digits[3:])):
        return number
    for rank, region in enumerate(regions):
        plan = _plan(region)
        if plan.shape.fullmatch(digits):
            doubtful = plan.trunk == "0" and digits[0] != "0" and region not in _BARE
            number = _checked(digits, region, _trust(rank, hinted) - 0.4 * doubtful)
            if number:
                return number
    return None


def calling_code(digits: str) -> str:
    """The country code that the digits begin with, or nothing."""
    for length in (1, 2, 3):
        if int(digits[:length] or "0") in phonenumbers.COUNTRY_CODE_TO_REGION_CODE:
            return digits[:length]
    return ""


def _trust(rank: int, hinted: bool) -> float:
    if rank == 0:
        return 0.85 if hinted else 0.8
    return 0.65 if rank < 4 else 0.55


@cache
def _plan(region: str) -> _Plan:
    metadata = PhoneMetadata.metadata_for_region(region)
    trunk = metadata.national_prefix or ""
    return _Plan(re.compile(f"(?:{trunk})?(?:{metadata.general_desc.national_number_pattern})"), trunk)


def _checked(written: str, region: str | None, trust: float) -> Number | None:
    try:
        number = phonenumbers.parse(written, region)
    except NumberParseException:
        return None
    value = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    if _is_counting(number) or not (phonenumbers.is_valid_number(number) or _FICTION.fullmatch(value)):
        return None
    where = phonenumbers.region_code_for_number(number) or phonenumbers.region_code_for_country_code(
        number.country_code
    )
    return Number(value, where if where in phonenumbers.SUPPORTED_REGIONS else None, trust)


def _is_counting(number: PhoneNumber) -> bool:
    """1234567890, 5555555555: examples and keyboard play, in nobody's use."""
    digits = str(number.national_number)
    return len(set(digits)) == 1 or digits in "01234567890123456789" or digits in "98765432109876543210"
