"""Names of persons: after a cue ("ask for Anna", "je m'appelle Élodie"), after a title, in a contact field, or from a
list of first names that are hardly anything else. Conservative: a name that is missed is hidden from nobody who
reads the ad, a wrong one hides a word that matters."""

import re
from collections.abc import Iterator

from processors.enrich.company_names import is_everyday
from processors.enrich.first_names import TITLES, is_first_name
from processors.enrich.passage import Found, Passage
from processors.enrich.tables import table, words
from processors.enrich.trie import any_of
from schemas.mention import MentionKind

_TABLE = table("names")
NOT_NAMES = frozenset(_TABLE["not_names"].split())
_NOT_AFTER = frozenset(_TABLE["not_after"].split())
_NOT_BEFORE = frozenset(_TABLE["not_before"].split())
_NO_SURNAMES = NOT_NAMES | _NOT_BEFORE
_FIELDS = frozenset(words(_TABLE["fields"]))

_CAPITAL = r"[A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĖĘĚĞĢĪĮİĶĹĻĽŁŃŅŇŌŐŒŔŘŚŞŠȘŢŤȚŪŮŰŲŹŻŽА-ЯЁЂЄІЇЈЉЊЋЎҐΑ-Ω]"
_CAPITALISED = re.compile(rf"{_CAPITAL}(?<![^\W_]{_CAPITAL})[^\W\d_]+")
_NAME = rf"{_CAPITAL}[^\W\d_]+(?:['-]{_CAPITAL}?[^\W\d_]+)?"
_NAMES = re.compile(rf"{_NAME}(?: {_NAME}){{0,2}}")
_PARTICLES = any_of(words(_TABLE["particles"]))
_SURNAME = re.compile(rf"[ -](?:(?:{_PARTICLES}) )?({_NAME})")
_MOST_SURNAMES = 3
_ANY_WORD = re.compile(r"[^\W\d_]{2,20}(?:-[^\W\d_]{2,20})?")
_GAP = r"\s?[:\-]?\s{0,2}[\"(*]?"
# What only a name with a capital letter may follow, and what any word that follows is a name after.
_WEAK_CUES = [*words(_TABLE["after"]), *words(_TABLE["titles"])]
_WEAK_CUE = re.compile(rf"(?<![^\W_])(?:{any_of(_WEAK_CUES)}){_GAP}$")
_WEAK_ENDS = frozenset(cue.split()[-1] for cue in _WEAK_CUES)
_STRONG_CUE = re.compile(rf"(?<![^\W_])(?:{any_of(words(_TABLE['after_any']))})(?![^\W_]){_GAP}")
# The longest word of each: without one of them in a text there is no such cue.
_STRONG_WORDS = frozenset(max(re.findall(r"[^\W\d_]+", cue), key=len) for cue in words(_TABLE["after_any"]))
_GREEK = "\u0370"  # Latin letters stand before it, all others after
_AROUND_CUES = ':-"(*,'
_REACH = 26


def detect(passage: Passage) -> Iterator[Found]:
    """The names of persons in a passage."""
    if not passage.words.isdisjoint(_STRONG_WORDS):
        for cue in _STRONG_CUE.finditer(passage.lower):
            match = _NAMES.match(passage.text, cue.end()) or _ANY_WORD.match(passage.text, cue.end())
            yield from _named(match, any_word=True) if match else ()
    lower = passage.lower
    for match in _CAPITALISED.finditer(passage.text):
        start = match.start()
        before = lower[max(0, start - _REACH) : start].rsplit(None, 1)
        if before and before[-1].strip(_AROUND_CUES) in _WEAK_ENDS:
            yield from _after_cue(passage, start)
        if is_first_name(match[0]) and not (before and before[-1] in _NOT_AFTER):
            yield from _first_name(passage, match)
    for field in passage.fields:
        value = _NAMES.fullmatch(passage.text, field.start, field.end) if field.name in _FIELDS else None
        if value and not NOT_NAMES.intersection(value[0].lower().split()):
            yield _found(value[0], field.start, field.end, "person_names.field", 0.8)


def _after_cue(passage: Passage, start: int) -> Iterator[Found]:
    """The name at `start`, if one of the cues stands before it that end like the word there."""
    if _WEAK_CUE.search(passage.lower, max(0, start - _REACH), start):
        names = _NAMES.match(passage.text, start)
        yield from _named(names, any_word=False) if names else ()


def _first_name(passage: Passage, match: re.Match[str]) -> Iterator[Found]:
    """A first name, with its surnames, unless what follows makes it a place."""
    start, end = match.span()
    after = passage.lower[end : end + 14].split(None, 1)
    if not (after and after[0].strip(".,") in _NOT_BEFORE):
        yield _found(match[0], start, end, "person_names.list", 0.6)
        last = _after_surnames(passage.text, end)
        if last > end:
            yield _found(passage.text[start:last], start, last, "person_names.list", 0.6)


def _after_surnames(text: str, end: int) -> int:
    """Where the surnames end that follow the first name which ends at `end`: else they would be read as places. In
    capitals a surname looks like any word, so there it is one word only."""
    in_capitals = text[end - 1].isupper()
    for _ in range(1 if in_capitals else _MOST_SURNAMES):
        following = _SURNAME.match(text, end)
        if not following or following[1].lower() in _NO_SURNAMES or is_everyday(following[1]):
            break
        end = following.end()
    return end


def _named(match: re.Match[str], *, any_word: bool) -> Iterator[Found]:
    """The name at the start of the words after a cue. `any_word`: whatever follows is one."""
    start = match.start()
    name: list[str] = []
    for part in match[0].split():
        if part.lower() in TITLES and not name:
            start += len(part) + 1
        elif name and (part[0] < _GREEK) != (name[0][0] < _GREEK):
            break  # another script
        elif part.lower() in NOT_NAMES or (part.isupper() and not any_word and not is_first_name(part)):
            break
        else:
            name.append(part)
    if name:
        confidence = 0.9 if any_word or is_first_name(name[0]) else 0.7
        yield _found(" ".join(name), start, start + len(" ".join(name)), "person_names.cue", confidence)


def _found(name: str, start: int, end: int, detector: str, confidence: float) -> Found:
    value = name.title() if name.isupper() or name.islower() else name
    return Found(MentionKind.PERSON_NAME, value, start, end, detector, None, confidence)
