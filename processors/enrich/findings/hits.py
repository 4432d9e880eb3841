"""Where the terms of the word lists stand in one ad."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from operator import itemgetter
from typing import NamedTuple

from processors.enrich.findings.compiled import Compiled, Part, Pattern
from processors.enrich.findings.entities import Entities, Place, Places
from processors.enrich.findings.pieces import Piece
from processors.enrich.tokens import Tokens


class Hit(NamedTuple):
    """One term, found. Its own words are `places`; what stands between them is the ad's."""

    topic: str
    part: Part
    start: int
    end: int
    places: tuple[Place, ...]


@dataclass(slots=True)
class Text:
    """One ad's tokens and what stands where."""

    words: list[str]  # as entries of the word lists' vocabulary
    entities: Entities
    marks: dict[str, Places] = field(default_factory=dict)  # guards and punctuation, first to last
    ends: list[int] = field(default_factory=list)  # tokens that end sentences

    def sentence(self, token: int) -> int:
        """Number of the sentence that a token is in."""
        return bisect_left(self.ends, token)


def find(compiled: Compiled, tokens: Tokens, entities: Entities) -> tuple[Text, list[Hit]]:
    """The ad as a text, and every term that stands in it, each inside one sentence."""
    text = Text(compiled.vocabulary.entries(tokens.words), entities)
    likely = _likely(compiled, text)
    for name, patterns in compiled.by_entity.items():
        likely += [(pattern, place) for place in entities.places(name) for pattern in patterns]
    text.ends = [start for start, _ in text.marks.get("ends", ())]
    return text, [hit for pattern, place in likely if (hit := _hit(pattern, place, text))]


def _likely(compiled: Compiled, text: Text) -> list[tuple[Pattern, Place]]:
    """The anchors that have a word of the next piece within reach: a quick no to all that stand alone. Notes marks."""
    likely: list[tuple[Pattern, Place]] = []
    words = text.words
    for found, start, end in compiled.phrases.find(words):
        for pattern in found:
            if isinstance(pattern, str):
                text.marks.setdefault(pattern, []).append((start, end))
                continue
            after, before = pattern.after, pattern.before
            if after and after.words.isdisjoint(words[end : end + after.reach]):
                continue
            if before and before.words.isdisjoint(words[max(start - before.reach, 0) : start]):
                continue
            likely.append((pattern, (start, end)))
    return likely


def _hit(pattern: Pattern, anchor: Place, text: Text) -> Hit | None:
    """The term whose anchor stands here, if all its pieces are there, each the nearest that fits."""
    if not pattern.gaps:
        return Hit(pattern.topic, pattern.part, *anchor, (anchor,))
    after = _after(pattern, pattern.anchor + 1, anchor[1], text)
    if after is None:
        return None
    before = _before(pattern, pattern.anchor - 1, anchor[0], text)
    if before is None:
        return None
    places = (*before, anchor, *after)
    start, last = places[0][0], places[-1]
    if text.sentence(start) != text.sentence(last[0]):
        return None
    return Hit(pattern.topic, pattern.part, start, last[1], places)


def _after(pattern: Pattern, number: int, end: int, text: Text) -> tuple[Place, ...] | None:
    """Places for the pieces from `number` on, the first of them within its gap after token `end`."""
    if number == len(pattern.pieces):
        return ()
    piece = pattern.pieces[number]
    for start in range(end, min(end + pattern.gaps[number - 1] + 1, len(text.words))):
        for stop in _stops(piece, start, text):
            if (rest := _after(pattern, number + 1, stop, text)) is not None:
                return ((start, stop), *rest)
    return None


def _before(pattern: Pattern, number: int, start: int, text: Text) -> tuple[Place, ...] | None:
    """Places for the pieces up to `number`, the last of them within its gap before token `start`."""
    if number < 0:
        return ()
    piece = pattern.pieces[number]
    for stop in range(start, max(start - pattern.gaps[number] - 1, 0), -1):
        for begin in _begins(piece, stop, text):
            if (rest := _before(pattern, number - 1, begin, text)) is not None:
                return (*rest, (begin, stop))
    return None


def _stops(piece: Piece, start: int, text: Text) -> Sequence[int]:
    """Where the piece ends, if it begins at token `start`."""
    if piece.entity:
        return [stop for begin, stop in text.entities.places(piece.entity) if begin == start]
    phrases = piece.by_first.get(text.words[start])
    if phrases is None:
        return ()
    return [start + len(one) for one in phrases if text.words[start : start + len(one)] == one]


def _begins(piece: Piece, stop: int, text: Text) -> Sequence[int]:
    """Where the piece begins, if it ends before token `stop`."""
    if piece.entity:
        return [begin for begin, end in text.entities.places(piece.entity) if end == stop]
    phrases = piece.by_last.get(text.words[stop - 1])
    if phrases is None:
        return ()
    return [stop - len(one) for one in phrases if len(one) <= stop and text.words[stop - len(one) : stop] == one]


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
