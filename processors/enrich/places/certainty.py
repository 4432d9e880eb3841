"""How sure it is that a name is meant as a place, by what stands around it and by how many people know it."""

import re

from processors.enrich import gazetteer
from processors.enrich.passage import Passage
from processors.enrich.places.names import FIRST_NAMES, Known
from processors.enrich.tables import table, words

METROPOLIS = 500_000  # people: known everywhere, and by other names than its own
_LARGE = 300_000  # of towns of this size even a name in small letters is believed
_WELL_KNOWN = 100_000  # at the head of a sentence, where every word has a capital letter
_KNOWN = 15_000  # elsewhere
_SHORTEST_OTHER = 4  # letters of such a name
_TABLE = table("places")
_CUES = frozenset(words(_TABLE["cues"]))
_WEAK_CUES = frozenset(words(_TABLE["weak_cues"]))
_LONGEST_CUE = max(len(cue) for cue in _CUES)
_QUALIFIER = re.compile(r"\s?[,(]\s?(?:([A-Z]{2})(?![^\W_])|([^\W\d_]+(?:[ -][^\W\d_]+){0,2}))|\s([A-Z]{2})(?![^\W_])")
_BEFORE_QUALIFIER = frozenset(" ,(")
_BEGINS = re.compile(r"(?:^|[.!?:;|•*\n(\"-]\s*)$")


def certainty(passage: Passage, name: str, known: Known, start: int) -> float:
    """How sure it is that the name at `start` is a place, or 0. Without a word like "in" before it, it must be the
    place's own name, and of a size that grows with how little else says that it is one."""
    text, people, elsewhere = passage.text, known.people, known.elsewhere
    capital = text[start].isupper() or text[start].lower() == text[start].upper()
    if not capital and max(people, elsewhere) < _WELL_KNOWN:
        return 0.0
    cue = _cue(passage.lower, start)
    strong = bool(cue) and cue not in _WEAK_CUES
    if len(name) < 3 or known.is_everyday:
        return 0.7 if capital and strong else 0.0
    if capital and cue:
        return 0.9
    if capital:
        if people < _KNOWN and len(name) >= _SHORTEST_OTHER and elsewhere >= METROPOLIS:
            return 0.0 if name in FIRST_NAMES else 0.6
        begins = " " not in name and _BEGINS.search(text, max(0, start - 4), start)
        return 0.75 if people >= (_WELL_KNOWN if begins else _KNOWN) else 0.0
    if strong and max(people, elsewhere) >= _WELL_KNOWN:
        return 0.8
    return 0.6 if people >= _LARGE else 0.0


def qualified(text: str, end: int) -> tuple[tuple[str, str], ...]:
    """(country, region) that are named right behind a name: "Houston, TX", "Lyon (France)", "Paris, Texas"."""
    match = _QUALIFIER.match(text, end) if text[end : end + 1] in _BEFORE_QUALIFIER else None
    if not match:
        return ()
    if code := match[1] or match[3]:
        meant = gazetteer.codes().get(code, ())
        return meant if match[1] else tuple(one for one in meant if one[1])  # without a comma, "IN" is also a word
    parts = gazetteer.key(match[2])
    for count in range(len(parts), 0, -1):
        if area := gazetteer.gazetteer().area(" ".join(parts[:count])):
            return ((area.place.country, area.region),)
    return ()


def _cue(lower: str, start: int) -> str:
    """The word or words before a name that announce a place, or nothing."""
    before = lower[max(0, start - _LONGEST_CUE - 1) : start]
    if before.endswith("'"):
        return "d'" if before.endswith("d'") else ""
    if not before.endswith(" "):
        return ""
    parts = before.split()
    pairs = (" ".join(parts[-2:]), parts[-1]) if parts else ()
    return next((cue for cue in pairs if cue in _CUES), "")
