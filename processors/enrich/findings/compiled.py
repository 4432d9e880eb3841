"""The word lists of one language, compiled.

Of each term, the part that is rarest in ads is its anchor. One pass over the words finds all anchors; the other parts
are looked for in the words beside an anchor, so that "the" and "we" cost nothing where nothing is near.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Literal, NamedTuple

from processors.catalogue.lexicon import Lexicon, Topic
from processors.catalogue.terms import Atom, Term
from processors.enrich.findings.phrases import Phrases
from processors.enrich.findings.pieces import Piece, Press
from processors.enrich.findings.vocabulary import Vocabulary

Part = Literal["terms", "against", "unless"]
PARTS: tuple[Part, ...] = ("terms", "against", "unless")

PUNCTUATION = {
    "ends": (".", "!", "?", ";", "|", "•", "·", "\n", "؟", "؛"),  # a sentence, as far as a guard reaches
    "quotes": ('"', "“", "”", "„", "«", "»"),
    "comma": (",", "،"),
}


class Near(NamedTuple):
    """What must stand beside an anchor: one of these words, so many tokens away at most."""

    words: frozenset[str]
    reach: int


@dataclass(frozen=True, slots=True, eq=False)
class Pattern:
    """A term. `gaps[i]` other words may stand between piece i and the next; `anchor` is the number of a piece."""

    topic: str
    part: Part
    pieces: tuple[Piece, ...]
    gaps: tuple[int, ...]
    anchor: int
    before: Near | None  # None: nothing, or an entity
    after: Near | None


@dataclass(frozen=True, slots=True)
class Compiled:
    """One language, ready to run. A phrase leads to the names of marks, and to the patterns it is an anchor of."""

    vocabulary: Vocabulary
    phrases: Phrases[str | Pattern]
    by_entity: dict[str, list[Pattern]]  # patterns that are an entity and nothing else


def compile_lexicon(lexicon: Lexicon) -> Compiled:
    """The lexicon compiled; takes a fraction of a second."""
    press = Press(lexicon)
    compiled = Compiled(press.vocabulary, Phrases(), {})
    for name, written in _marks(lexicon):
        compiled.phrases.add(press.phrases(written), name)
    for pattern in _patterns(lexicon, press):
        anchor = pattern.pieces[pattern.anchor]
        if anchor.entity:
            compiled.by_entity.setdefault(anchor.entity, []).append(pattern)
        else:
            compiled.phrases.add(anchor.phrases, pattern)
    return compiled


def _marks(lexicon: Lexicon) -> Iterator[tuple[str, tuple[str, ...]]]:
    for guard in fields(lexicon.guards):
        yield guard.name, getattr(lexicon.guards, guard.name)
    yield from PUNCTUATION.items()


def _patterns(lexicon: Lexicon, press: Press) -> Iterator[Pattern]:
    for topic in lexicon.topics.values():
        for part in PARTS:
            for term in _terms(topic, part):
                yield _pattern(topic.name, part, tuple(map(press.piece, term.atoms)), term.gaps, press)


def _pattern(topic: str, part: Part, pieces: tuple[Piece, ...], gaps: tuple[int, ...], press: Press) -> Pattern:
    anchor = min(range(len(pieces)), key=lambda number: press.commonness(pieces[number]))
    before = pieces[anchor - 1].lasts if anchor else frozenset()
    after = pieces[anchor + 1].firsts if anchor < len(gaps) else frozenset()
    return Pattern(
        topic,
        part,
        pieces,
        gaps,
        anchor,
        Near(before, gaps[anchor - 1] + 1) if before else None,
        Near(after, gaps[anchor] + 1) if after else None,
    )


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
