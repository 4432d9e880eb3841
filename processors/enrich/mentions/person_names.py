"""Names of persons: after a cue ("ask for Anna", "je m'appelle Élodie"), after a title, in a contact field, or from a
list of first names that are hardly anything else. Conservative: a name that is missed is hidden from nobody who
reads the ad, a wrong one hides a word that matters."""

import re
import unicodedata
from collections.abc import Iterator

from processors.enrich.passage import Found, Passage
from processors.enrich.tables import table, words
from processors.enrich.trie import any_of
from schemas.mention import MentionKind

_TABLE = table("names")
_NOT_NAMES = frozenset(_TABLE["not_names"].split())
_FIRST_NAMES = frozenset(_TABLE["first_names"].split())
_TITLES = frozenset(title.rstrip(".") for title in words(_TABLE["titles"]))
_NOT_AFTER = frozenset(_TABLE["not_after"].split())
_NOT_BEFORE = frozenset(_TABLE["not_before"].split())
_FIELDS = frozenset(
    (
        "contact",
        "contact_name",
        "contact person",
        "contact_person",
        "name",
        "seller",
        "poster",
        "author",
        "advertiser",
        "recruiter",
        "nom",
        "nombre",
        "имя",
    )
)

_CAPITAL = r"[A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĖĘĚĞĢĪĮİĶĹĻĽŁŃŅŇŌŐŒŔŘŚŞŠȘŢŤȚŪŮŰŲŹŻŽА-ЯЁЂЄІЇЈЉЊЋЎҐΑ-Ω]"
_NAME = rf"{_CAPITAL}[^\W\d_]+(?:['-]{_CAPITAL}?[^\W\d_]+)?"
_NAMES = re.compile(rf"{_NAME}(?: {_NAME}){{0,2}}")
_ANY_WORD = re.compile(r"[^\W\d_]{2,20}(?:-[^\W\d_]{2,20})?")
# How a cue is written -> what may follow: any word, or only a word with a capital letter.
_CUES = {cue: row for row in ("after", "titles", "after_any") for cue in words(_TABLE[row])}
_CUE = re.compile(rf"{any_of(_CUES)}(?![^\W_])")
_AFTER_CUE = re.compile(r"\s?[:\-]?\s{0,2}[\"(*]?")
_GREEK = "\u0370"  # Latin letters stand before it, all others after
_CAPITALISED = re.compile(rf"{_CAPITAL}(?<![^\W_]{_CAPITAL})[^\W\d_]+")
_MARKS = re.compile("[\u0300-\u036f]")


def detect(passage: Passage) -> Iterator[Found]:
    """The names of persons in a passage."""
    for cue in _CUE.finditer(passage.lower):
        if not passage.lower[cue.start() - 1 : cue.start()].isalnum():
            yield from _after(passage, cue)
    yield from _listed(passage)
    for field in passage.fields:
        value = _NAMES.fullmatch(passage.text, field.start, field.end) if field.name in _FIELDS else None
        if value and not _NOT_NAMES.intersection(value[0].lower().split()):
            yield _found(value[0], field.start, field.end, "person_names.field", 0.8)


def _after(passage: Passage, cue: re.Match[str]) -> Iterator[Found]:
    gap = _AFTER_CUE.match(passage.lower, cue.end())
    start = gap.end() if gap else cue.end()
    any_word = _CUES.get(" ".join(cue[0].split())) == "after_any"
    match = _NAMES.match(passage.text, start)
    if not match and any_word:
        match = _ANY_WORD.match(passage.text, start)
    if not match:
        return
    start = match.start()
    name: list[str] = []
    for part in match[0].split():
        if part.lower() in _TITLES and not name:
            start += len(part) + 1
        elif name and (part[0] < _GREEK) != (name[0][0] < _GREEK):
            break  # another script
        elif part.lower() in _NOT_NAMES or (part.isupper() and not any_word and not _is_first_name(part)):
            break
        else:
            name.append(part)
    if name:
        confidence = 0.9 if any_word or _is_first_name(name[0]) else 0.7
        yield _found(" ".join(name), start, start + len(" ".join(name)), "person_names.cue", confidence)


def _listed(passage: Passage) -> Iterator[Found]:
    """First names that stand by themselves, unless what is beside them makes them a place."""
    for match in _CAPITALISED.finditer(passage.text):
        if _is_first_name(match[0]):
            before = passage.lower[max(0, match.start() - 12) : match.start()].split()
            after = passage.lower[match.end() : match.end() + 14].split()
            if not (before and before[-1] in _NOT_AFTER) and not (after and after[0].strip(".,") in _NOT_BEFORE):
                yield _found(match[0], *match.span(), "person_names.list", 0.6)


def _is_first_name(word: str) -> bool:
    small = word.lower()
    if small in _FIRST_NAMES or small.isascii():
        return small in _FIRST_NAMES
    return _MARKS.sub("", unicodedata.normalize("NFD", small)) in _FIRST_NAMES


def _found(name: str, start: int, end: int, detector: str, confidence: float) -> Found:
    value = name.title() if name.isupper() or name.islower() else name
    return Found(MentionKind.PERSON_NAME, value, start, end, detector, None, confidence)
