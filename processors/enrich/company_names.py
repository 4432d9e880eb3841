"""Where a name of an organisation begins and ends in a text, and whether it is one."""

import re

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
_FIRST_NAMES = frozenset(table("names")["first_names"].split())


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


def without_form(name: str) -> str:
    """A name without legal forms and quotes around it: "Müller GmbH & Co. KG" is "Müller"."""
    name = _FORM_AT_START.sub("", name.strip(), count=1)
    for _ in range(3):
        name = _FORM_AT_END.sub("", name)
    return name.strip(' ",')


def is_generic(name: str) -> bool:
    """Only words that say what something is like ("Luxury Thai"), or no word at all?"""
    return _GENERIC.issuperset(re.findall(r"[^\W\d_]+", name.lower()))


def is_person(name: str) -> bool:
    """Could this be the name of a person: one to three words, of which one is a first name?"""
    parts = re.findall(r"[^\W\d_]+", name.lower())
    return len(parts) <= 3 and not _FIRST_NAMES.isdisjoint(parts)


def _tokens(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The words between two places; not one that begins before them."""
    end = min(end, len(text))
    while 0 < start < end and text[start - 1].isalnum() and text[start].isalnum():
        start += 1
    return [match.span() for match in _TOKEN.finditer(text, start, end)]


def _is_capital(word: str) -> bool:
    """Or a digit, or of a script without capitals."""
    return word[0].isalnum() and not word[0].islower()
