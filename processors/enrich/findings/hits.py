"""Where the terms of the word lists stand in one ad."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from processors.enrich.findings.compiled import Compiled, Part, Pattern, Place, Places


class Hit(NamedTuple):
    """One term, found. Its words are `atoms`; what stands between them is the ad's."""

    topic: str
    part: Part
    start: int
    end: int
    atoms: tuple[Place, ...]


def find(compiled: Compiled, places: dict[int, Places], ends: Sequence[int]) -> Iterator[Hit]:
    """Every term that stands in the ad, inside one sentence. `ends` are the tokens that end sentences."""
    by_first = compiled.by_first
    for number, starts in places.items():
        for pattern in by_first.get(number, ()):
            for place in starts:
                atoms = _follow(pattern, place, places, ends)
                if atoms:
                    yield Hit(pattern.topic, pattern.part, place[0], atoms[-1][1], atoms)


def _follow(pattern: Pattern, first: Place, places: dict[int, Places], ends: Sequence[int]) -> tuple[Place, ...] | None:
    """The places of the pattern's atoms from `first` on, each the nearest that fits, in the same sentence."""
    if not pattern.gaps:
        return (first,)
    rest = _rest(pattern, 1, first[1], places)
    if rest is None or bisect_left(ends, first[0]) != bisect_left(ends, rest[-1][0]):
        return None
    return (first, *rest)


def _rest(pattern: Pattern, position: int, end: int, places: dict[int, Places]) -> tuple[Place, ...] | None:
    """Places for the atoms from `position` on, the first of them within its gap after `end`."""
    if position == len(pattern.atoms):
        return ()
    for place in places.get(pattern.atoms[position], ()):
        if end <= place[0] <= end + pattern.gaps[position - 1]:
            rest = _rest(pattern, position + 1, place[1], places)
            if rest is not None:
                return (place, *rest)
    return None


def longest(hits: Iterable[Hit]) -> list[Hit]:
    """The hits in order, without those that overlap a longer one; of two that are as long, what speaks against wins."""
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda hit: (hit.start - hit.end, hit.part, hit.start)):
        if not any(overlap(hit, other) for other in kept):
            kept.append(hit)
    return sorted(kept, key=lambda hit: hit.start)


def overlap(one: Hit, other: Hit) -> bool:
    """Do they share a token?"""
    return one.start < other.end and other.start < one.end
