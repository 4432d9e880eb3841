"""Where a name of an organisation begins and ends in a text, and whether it is one."""

import re
from functools import lru_cache

from processors.enrich.first_names import names_someone
from processors.enrich.tables import table, words
from processors.enrich.trie import any_of

TABLE = table("organisations")
REACH = 70  # characters of a name


def listed(name: str) -> frozenset[str]:
    """The words of a row of the table."""
    return frozenset(words(TABLE[name]))


_FORMS = any_of(words(TABLE["forms"]))
POINTED = "|".join(TABLE["forms_with_points"].split())
_CAPITALS = any_of(words(TABLE["forms_in_capitals"]))
_BEFORE = any_of(words(TABLE["forms_before"]))
_FORM_AT_END = re.compile(rf"(?:^|[\s,]+)(?:{_FORMS}|{POINTED}|(?-i:{_CAPITALS}))\s*$", re.IGNORECASE)
_FORM_AT_START = re.compile(rf"\s*(?:{_BEFORE})(?![^\W_])\s*", re.IGNORECASE)
_TOKEN = re.compile(r"[^\W_](?:[\w'.-]*[^\W_])?|[&+]")
INSIDE = listed("inside")
_STOPS = listed("never") | {form for form in words(TABLE["forms"]) if form.isalpha()}
_GENERIC, _DROPPED = listed("generic"), listed("dropped")
_BUSINESS = listed("business") | listed("beginnings") | listed("endings")
_LETTERS = re.compile(r"[^\W\d_]+")
_SEVERAL = re.compile(r"[,;:/|()–—]|\s-\s")


def forward(text: str, start: int, inside: frozenset[str] = frozenset()) -> int:
    """Where the name ends that begins at `start`, a space or colon left out; `start` where there is none. Begins with
    a capital letter or one of the words `inside`."""
    end = following = start
    for begin, stop in _tokens(text, start, start + REACH):
        gap, word = text[following:begin], text[begin:stop]
        if gap.strip(" :" if end == start else " ") or len(gap) > 3 or word.lower() in _STOPS:
            break
        if _is_capital(word):
            end = stop
        elif word.lower() not in (inside if end == start else INSIDE):
            break
        following = stop
    return end


def backward(text: str, end: int) -> int:
    """Where the name begins that ends at `end`, a comma or space left out; `end` where there is none."""
    first = following = end
    for begin, stop in reversed(_tokens(text, max(0, end - REACH), end)):
        gap = text[stop:following].strip(" ")
        word = text[begin:stop]
        if gap not in (("", ",") if following == end else ("",)) or word.lower() in _STOPS:
            break
        if _is_capital(word):
            first = begin
        elif word.lower() not in INSIDE:
            break
        following = begin
    lead = _TOKEN.match(text, first) if first < end else None
    if lead and lead[0].lower() in _DROPPED and text[lead.end() : end].strip(" ,"):
        return lead.end() + 1
    return first


@lru_cache(maxsize=10_000)  # of at most twice REACH characters: some 3 MB
def without_form(name: str) -> str:
    """A name without legal forms and quotes around it: "Müller GmbH & Co. KG" is "Müller"."""
    name = _FORM_AT_START.sub("", name.strip(), count=1)
    for _ in range(3):
        name = _FORM_AT_END.sub("", name)
    return name.strip(' ",')


def has_form(name: str) -> bool:
    """Does a legal form stand at an end of it?"""
    return bool(_FORM_AT_START.match(name) or _FORM_AT_END.search(name))


def is_generic(name: str) -> bool:
    """Only words that say what something is like ("Luxury Thai"), or no word at all?"""
    return _GENERIC.issuperset(_LETTERS.findall(name.lower()))


def is_business(name: str) -> bool:
    """Is a name without a legal form surely that of an organisation? A word of trade in it says so ("Silver Fern
    Staffing"), a first name or title denies it. No list holds all names of persons, so nothing else is believed, and
    nothing of several parts ("Weber, Grand Hotel")."""
    if _SEVERAL.search(name):
        return False
    return not _BUSINESS.isdisjoint(_LETTERS.findall(name.lower())) and not names_someone(name)


def is_everyday(word: str) -> bool:
    """Is this a word of trade or of an offer, so no surname?"""
    small = word.lower()
    return small in _STOPS or small in _GENERIC or small in _BUSINESS


def _tokens(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The words between two places; not one that begins before them."""
    end = min(end, len(text))
    while 0 < start < end and text[start - 1].isalnum() and text[start].isalnum():
        start += 1
    return [match.span() for match in _TOKEN.finditer(text, start, end)]


def _is_capital(word: str) -> bool:
    """Or a digit, or of a script without capitals."""
    return word[0].isalnum() and not word[0].islower()
