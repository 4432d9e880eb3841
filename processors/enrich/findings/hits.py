"""Where the terms of the word lists stand in one ad."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import pairwise
from operator import itemgetter
from typing import NamedTuple

from processors.enrich.findings.compiled import Compiled, Part, Pattern
from processors.enrich.findings.entities import Entities, Place, Places
from processors.enrich.findings.pieces import Piece
from processors.enrich.findings.vocabulary import ENDS
from processors.enrich.tokens import Tokens


class Hit(NamedTuple):
    """One term, found. Its own words are `places`; what stands between them is the ad's."""

    topic: str
    part: Part
    start: int
    end: int
    places: tuple[Place, ...]


class Text:
    """One ad's words and what stands where."""

    def __init__(self, line: str, entities: Entities) -> None:
        self.line, self.entities = line, entities  # a letter a word: see `vocabulary`
        self.guards: dict[str, Places] = {}

    def sentence(self, token: int) -> int:
        """Number of the sentence that a token is in."""
        return bisect_left(self._ends, token)

    def is_one_sentence(self, start: int, end: int) -> bool:
        """Are two tokens, the first no later than the second, in the same sentence?"""
        return ENDS.isdisjoint(self.line[start:end])

    @cached_property
    def _ends(self) -> list[int]:
        return [number for number, letter in enumerate(self.line) if letter in ENDS]


def find(compiled: Compiled, tokens: Tokens, entities: Entities) -> tuple[Text, list[Hit]]:
    """The ad as a text, with its guards, and every term that stands in it, each inside one sentence."""
    text = Text(compiled.vocabulary.line(tokens.pieces), entities)
    hits: list[Hit] = []
    for of, place in [*_likely(compiled, text), *_of_entities(compiled, entities)]:
        if isinstance(of, str):
            text.guards.setdefault(of, []).append(place)
        elif not of.gaps:
            hits.append(Hit(of.topic, of.part, *place, (place,)))
        elif hit := _hit(of, place, text):
            hits.append(hit)
    return text, hits


def _likely(compiled: Compiled, text: Text) -> list[tuple[Pattern | str, Place]]:
    """Guards, and the anchors that have a word of the next piece within reach: a quick no to all that stand alone."""
    likely: list[tuple[Pattern | str, Place]] = []
    line, anchors = text.line, compiled.anchors
    for number, start, end in compiled.automaton.find_matches_as_indexes(text.line, overlapping=True):
        for of, before, back, behind, ahead in anchors[number]:
            if behind and behind.isdisjoint(line[end : end + ahead]):
                continue
            if before and before.isdisjoint(line[max(start - back, 0) : start]):
                continue
            likely.append((of, (start, end)))
    return likely


def _of_entities(compiled: Compiled, entities: Entities) -> Iterator[tuple[Pattern, Place]]:
    for name, patterns in compiled.by_entity.items():
        for place in entities.places(name):
            for pattern in patterns:
                yield pattern, place


def _hit(pattern: Pattern, anchor: Place, text: Text) -> Hit | None:
    """The term whose anchor stands here, if all its pieces are there, each the nearest that fits."""
    after = _after(pattern, pattern.anchor + 1, anchor[1], text)
    if after is None:
        return None
    before = _before(pattern, pattern.anchor - 1, anchor[0], text)
    if before is None:
        return None
    places = (*before, anchor, *after)
    start, last = places[0][0], places[-1]
    if not text.is_one_sentence(start, last[0]):
        return None
    return Hit(pattern.topic, pattern.part, start, last[1], places)


def _after(pattern: Pattern, number: int, end: int, text: Text) -> tuple[Place, ...] | None:
    """Places for the pieces from `number` on, the first of them within its gap after token `end`."""
    if number == len(pattern.pieces):
        return ()
    for place in _behind(pattern.pieces[number], end, pattern.gaps[number - 1] + 1, text):
        if (rest := _after(pattern, number + 1, place[1], text)) is not None:
            return (place, *rest)
    return None


def _before(pattern: Pattern, number: int, start: int, text: Text) -> tuple[Place, ...] | None:
    """Places for the pieces up to `number`, the last of them within its gap before token `start`."""
    if number < 0:
        return ()
    for place in _ahead(pattern.pieces[number], start, pattern.gaps[number] + 1, text):
        if (rest := _before(pattern, number - 1, place[0], text)) is not None:
            return (*rest, place)
    return None


def _behind(piece: Piece, end: int, reach: int, text: Text) -> Iterator[Place]:
    """Where the piece stands with its first token among the `reach` tokens from `end` on: the nearest first."""
    if piece.entity:
        yield from [place for place in text.entities.places(piece.entity) if end <= place[0] < end + reach]
        return
    for start, letter in enumerate(text.line[end : end + reach], end):
        for phrase in piece.by_first.get(letter, ()):
            if text.line.startswith(phrase, start):
                yield start, start + len(phrase)
        if letter in ENDS:  # what is behind is in another sentence
            return


def _ahead(piece: Piece, start: int, reach: int, text: Text) -> Iterator[Place]:
    """Where the piece stands with its last token among the `reach` tokens before `start`: the nearest first."""
    if piece.entity:
        near = [place for place in text.entities.places(piece.entity) if start - reach < place[1] <= start]
        yield from sorted(near, key=itemgetter(1), reverse=True)
        return
    for stop in range(start, max(start - reach, 0), -1):
        if (letter := text.line[stop - 1]) in ENDS:
            return
        for phrase in piece.by_last.get(letter, ()):
            if text.line.endswith(phrase, 0, stop):
                yield stop - len(phrase), stop


def longest(hits: Iterable[Hit]) -> list[Hit]:
    """The hits in order, without those that overlap a longer one; of two that are as long, what speaks against wins."""
    ordered = sorted(hits, key=itemgetter(2))
    if all(one.end <= other.start for one, other in pairwise(ordered)):
        return ordered
    kept: list[Hit] = []
    for hit in sorted(ordered, key=lambda hit: (hit.start - hit.end, hit.part)):
        if not any(hit.start < other.end and other.start < hit.end for other in kept):
            kept.append(hit)
    return sorted(kept, key=itemgetter(2))
