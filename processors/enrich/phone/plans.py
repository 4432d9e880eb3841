"""Digits against the world's numbering plans: the metadata of libphonenumber, and the ranges reserved for fiction.

The metadata's own patterns decide. The library's parser, forty times slower, is asked only where a plan has rules
beyond "take the trunk prefix off": prefixes that are rewritten, as in Argentina.
"""

import re
from functools import cache, lru_cache
from typing import NamedTuple

import phonenumbers
from phonenumbers import NumberParseException, PhoneMetadata

from processors.enrich.tables import table
from processors.remembered import Remembered

LONGEST = 15  # digits of an E.164 number
_SHORTEST = 8
_MOST = 9  # countries tried
_MEMORY = 20_000  # readings a reader remembers
_COUNTRIES = {language: row.split() for language, row in table("countries")["of_language"].items()}
_ANYWHERE: list[str] = table("countries")["anywhere"].split()
# Where the trunk prefix "0" is commonly left out; elsewhere a national number without it is doubtful.
_BARE = frozenset(table("countries")["without_trunk"].split())

# Reserved for fiction and not valid to libphonenumber (Ofcom, ARCEP, ComReg); those it accepts need no line here.
_FICTION = re.compile(r"\+(?:447700900\d{3}|441632960\d{3}|44(?:11[3-8]|1[2-69]1)4960\d{3}|3363998\d{4}|3532091\d{5})")
_TYPES = (
    "fixed_line", "mobile", "toll_free", "premium_rate", "shared_cost", "personal_number", "voip", "pager", "uan",
    "voicemail",
)  # fmt: skip


class Number(NamedTuple):
    """A phone number that a series of digits stands for, and how far that can be trusted, 0 to 1."""

    value: str  # E.164
    region: str | None
    trust: float


class _Plan(NamedTuple):
    """What a country's numbers look like without their country code."""

    code: str
    trunk: str
    dialled: re.Pattern[str]  # what is dialled before them inside the country
    shape: re.Pattern[str]  # of all numbers, with or without that
    valid: re.Pattern[str]
    is_rewritten: bool  # only the library knows how


class Reader:
    """Reads digits by the plans of some countries, the likeliest first; it remembers what it read."""

    def __init__(self, regions: tuple[str, ...], is_first_known: bool) -> None:
        self.regions = regions
        self._is_first_known = is_first_known  # is the first country where the source says the ad is?
        self._read = Remembered(self._look_up, _MEMORY, LONGEST + 3)  # with what is dialled before a number

    def __call__(self, digits: str) -> Number | None:
        """What these digits stand for in the first country whose plan has them."""
        return self._read[digits]

    def _look_up(self, digits: str) -> Number | None:
        if digits.startswith("00"):
            return international(digits[2:])
        if digits.startswith("011") and (number := international(digits[3:])):
            return number
        for rank, region in enumerate(self.regions):
            plan = _plan(region)
            if plan.shape.fullmatch(digits):
                found = _by_plan(plan, digits) or (_by_library(digits, region) if plan.is_rewritten else None)
                if found:
                    doubtful = plan.trunk == "0" and digits[0] != "0" and region not in _BARE
                    return found._replace(trust=self._trust(rank) - 0.4 * doubtful)
        return None

    def _trust(self, rank: int) -> float:
        if rank == 0:
            return 0.85 if self._is_first_known else 0.8
        return 0.65 if rank < 4 else 0.55


@lru_cache(maxsize=1_000)
def reader(country: str | None, language: str | None) -> Reader:
    """For numbers without a country code in an ad of a country and language, as far as these are known."""
    likely = (country, *_COUNTRIES.get(language or "", ()), *_ANYWHERE)
    known = dict.fromkeys(code for code in likely if code is not None and code in phonenumbers.SUPPORTED_REGIONS)
    return Reader(tuple(known)[:_MOST], country in phonenumbers.SUPPORTED_REGIONS)


@lru_cache(maxsize=100_000)
def international(digits: str) -> Number | None:
    """The number that "+" and these digits stand for."""
    code = calling_code(digits)
    if not code or not _SHORTEST <= len(digits) <= LONGEST + 1:
        return None
    region = phonenumbers.region_code_for_country_code(int(code))
    rest = digits[len(code) :]
    if region not in phonenumbers.SUPPORTED_REGIONS:
        return _in_group(code, rest)
    return _by_plan(_plan(region), rest)  # some write the trunk prefix even so: +44 (0)7700


def calling_code(digits: str) -> str:
    """The country code that the digits begin with, or nothing."""
    known = phonenumbers.COUNTRY_CODE_TO_REGION_CODE
    return next((digits[:length] for length in (1, 2, 3) if int(digits[:length]) in known), "") if digits else ""


@cache
def _plan(region: str) -> _Plan:
    metadata = PhoneMetadata.metadata_for_region(region)
    if metadata is None:
        raise ValueError(f"no numbering plan of {region}")
    general, valid = _patterns(metadata)
    trunk, parsing = metadata.national_prefix or "", metadata.national_prefix_for_parsing or ""
    shape = re.compile(f"(?:{parsing})?(?:{general})")
    rewritten = bool(metadata.national_prefix_transform_rule)
    return _Plan(str(metadata.country_code), trunk, re.compile(parsing), shape, valid, rewritten)


def _patterns(metadata: PhoneMetadata) -> tuple[str, re.Pattern[str]]:
    """The pattern of all numbers of a plan, and that of its valid ones: of any type, and general."""
    general = metadata.general_desc.national_number_pattern if metadata.general_desc else None
    kinds = (getattr(metadata, kind) for kind in _TYPES)
    patterns = [kind.national_number_pattern for kind in kinds if kind is not None and kind.national_number_pattern]
    general = general or r"\d{4,}"
    return general, re.compile(f"(?=(?:{general})$)(?:{'|'.join(patterns) or '(?!)'})")


@cache
def _group(code: str) -> tuple[tuple[str | None, re.Pattern[str]], ...]:
    """The countries under a country code, the main one first, and what their valid numbers look like."""
    regions = phonenumbers.COUNTRY_CODE_TO_REGION_CODE[int(code)]
    if regions == ("001",):  # of no country: satellites, international freephone
        metadata = PhoneMetadata.metadata_for_nongeo_region(int(code))
        return ((None, _patterns(metadata)[1]),) if metadata else ()
    return tuple((region, _plan(region).valid) for region in regions)


def _in_group(code: str, digits: str) -> Number | None:
    """The number with this country code and these digits, if any country under the code has it."""
    value = f"+{code}{digits}"
    for region, valid in _group(code):
        if valid.fullmatch(digits) or _FICTION.fullmatch(value):
            return Number(value, region, 1.0)
    return None


def _by_plan(plan: _Plan, digits: str) -> Number | None:
    """The number by its country's patterns, with or without the trunk prefix."""
    dialled = plan.dialled.match(digits)
    stripped = digits[dialled.end() :] if dialled else digits
    number = _in_group(plan.code, stripped)
    return number if number or stripped is digits else _in_group(plan.code, digits)


def _by_library(written: str, region: str | None) -> Number | None:
    try:
        number = phonenumbers.parse(written, region)
    except NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    value = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    where = phonenumbers.region_code_for_number(number)
    return Number(value, where if where in phonenumbers.SUPPORTED_REGIONS else None, 1.0)
