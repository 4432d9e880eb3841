"""The word lists of one language, compiled.

Of each term, the part that is rarest in ads is its anchor: see `anchors`. The other parts are looked for in the words
beside an anchor, so that "the" and "we" cost nothing where nothing is near.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from typing import Literal

from processors.catalogue.lexicon import Lexicon, Topic
from processors.catalogue.terms import Atom, Term
from processors.enrich.findings.anchors import Anchor, Anchors
from processors.enrich.findings.pieces import Piece, Press
from processors.enrich.findings.vocabulary import Vocabulary

Part = Literal["terms", "against", "unless"]
PARTS: tuple[Part, ...] = ("terms", "against", "unless")


@dataclass(frozen=True, slots=True, eq=False)
class Pattern:
    """A term. `gaps[i]` other words may stand between piece i and the next; `anchor` is the number of a piece."""

    topic: str
    part: Part
    pieces: tuple[Piece, ...]
    gaps: tuple[int, ...]
    anchor: int


@dataclass(frozen=True, slots=True)
class Compiled:
    """One language, ready to run."""

    vocabulary: Vocabulary
    anchors: Anchors[Pattern | str]  # of terms; a guard is an anchor for itself, by its name
    by_entity: dict[str, list[Pattern]]  # patterns that are an entity and nothing else


def compile_lexicon(lexicon: Lexicon) -> Compiled:
    """The lexicon compiled; takes a fraction of a second."""
    press = Press(lexicon)
    anchors: dict[str, list[Anchor[Pattern | str]]] = {}
    by_entity: dict[str, list[Pattern]] = {}
    for guard in fields(lexicon.guards):
        _add(anchors, press.phrases(getattr(lexicon.guards, guard.name)), Anchor(guard.name))
    for pattern in _patterns(lexicon, press):
        anchor = pattern.pieces[pattern.anchor]
        if anchor.entity:
            by_entity.setdefault(anchor.entity, []).append(pattern)
        else:
            _add(anchors, anchor.phrases, _anchored(pattern, press))
    letters = [*dict.fromkeys(press.vocabulary.letter_of.values())]
    return Compiled(press.vocabulary, Anchors(anchors, letters), by_entity)


def _add(
    anchors: dict[str, list[Anchor[Pattern | str]]], phrases: Iterable[str], anchor: Anchor[Pattern | str]
) -> None:
    for phrase in phrases:
        anchors.setdefault(phrase, []).append(anchor)


def _patterns(lexicon: Lexicon, press: Press) -> Iterator[Pattern]:
    for topic in lexicon.topics.values():
        for part in PARTS:
            for term in _terms(topic, part):
                pieces = tuple(map(press.piece, term.atoms))
                yield Pattern(topic.name, part, pieces, term.gaps, press.rarest(pieces))


def _anchored(pattern: Pattern, press: Press) -> Anchor[Pattern | str]:
    pieces, gaps, at = pattern.pieces, pattern.gaps, pattern.anchor
    before, back = (press.ends(pieces[at - 1], -1), gaps[at - 1] + 1) if at else (frozenset(), 0)
    behind, ahead = (press.ends(pieces[at + 1], 0), gaps[at] + 1) if at < len(gaps) else (frozenset(), 0)
    return Anchor(pattern, before, back, behind, ahead)


def _terms(topic: Topic, part: Part) -> Iterator[Term]:
    """The topic's terms; those that are plain phrases as one."""
    plain: dict[str, None] = {}
    for term in getattr(topic, part):
        if term.gaps or term.atoms[0].entity:
            yield term
        else:
            plain.update(dict.fromkeys(term.atoms[0].phrases))
    if plain:
        yield Term((Atom(tuple(plain)),))
