"""The word lists of one language, compiled.

Of each term, the part that is rarest in ads is its anchor. One pass over the words finds all anchors; the other parts
are looked for in the words beside an anchor, so that "the" and "we" cost nothing where nothing is near.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from typing import Literal, NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

from processors.catalogue.lexicon import Lexicon, Topic
from processors.catalogue.terms import Atom, Term
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


class Anchor(NamedTuple):
    """What a phrase leads to: a term of which it is the anchor, or a guard's name. Of the words before and behind, one
    must stand within reach; none are named where nothing follows, or an entity."""

    of: Pattern | str
    before: frozenset[str] = frozenset()
    back: int = 0  # tokens
    behind: frozenset[str] = frozenset()
    ahead: int = 0  # tokens


@dataclass(frozen=True, slots=True)
class Compiled:
    """One language, ready to run. The automaton finds anchors by their number."""

    vocabulary: Vocabulary
    automaton: AhoCorasick
    anchors: list[tuple[Anchor, ...]]
    by_entity: dict[str, list[Pattern]]  # patterns that are an entity and nothing else


def compile_lexicon(lexicon: Lexicon) -> Compiled:
    """The lexicon compiled; takes a fraction of a second."""
    press = Press(lexicon)
    anchors: dict[str, list[Anchor]] = {}
    by_entity: dict[str, list[Pattern]] = {}
    for guard in fields(lexicon.guards):
        _add(anchors, press.phrases(getattr(lexicon.guards, guard.name)), Anchor(guard.name))
    for pattern in _patterns(lexicon, press):
        anchor = pattern.pieces[pattern.anchor]
        if anchor.entity:
            by_entity.setdefault(anchor.entity, []).append(pattern)
        else:
            _add(anchors, anchor.phrases, _anchored(pattern, press))
    leads = {led: led for led in map(tuple, anchors.values())}  # the phrases of a piece mostly lead to the same
    automaton = AhoCorasick(list(anchors), matchkind=MatchKind.Standard)
    return Compiled(press.vocabulary, automaton, [leads[tuple(led)] for led in anchors.values()], by_entity)


def _add(anchors: dict[str, list[Anchor]], phrases: Iterable[str], anchor: Anchor) -> None:
    for phrase in phrases:
        anchors.setdefault(phrase, []).append(anchor)


def _patterns(lexicon: Lexicon, press: Press) -> Iterator[Pattern]:
    for topic in lexicon.topics.values():
        for part in PARTS:
            for term in _terms(topic, part):
                pieces = tuple(map(press.piece, term.atoms))
                yield Pattern(topic.name, part, pieces, term.gaps, press.rarest(pieces))


def _anchored(pattern: Pattern, press: Press) -> Anchor:
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
