"""The word lists of one language, compiled: one pass of spaCy's PhraseMatcher finds every part of every term."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from functools import cache
from operator import itemgetter
from typing import Literal, cast

from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc

from processors.catalogue.lexicon import Lexicon, Topic
from processors.catalogue.terms import Atom
from processors.enrich.findings.spelling import Speller
from processors.enrich.tokens import tokenizer

Part = Literal["terms", "against", "unless"]
PARTS: tuple[Part, ...] = ("terms", "against", "unless")
Place = tuple[int, int]  # first token, one past the last
Places = list[Place]

_NEWLINES = tuple("\n" * count for count in range(1, 5))
PUNCTUATION = {
    "ends": (".", "!", "?", ";", "|", "•", "·", *_NEWLINES),  # a sentence, as far as a guard reaches
    "quotes": ('"', "“", "”", "„", "«", "»"),
    "comma": (",",),
}


@dataclass(frozen=True, slots=True)
class Pattern:
    """A term, its atoms by number. `gaps[i]` other words may stand between atom i and the next."""

    topic: str
    part: Part
    atoms: tuple[int, ...]
    gaps: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Compiled:
    """One language, ready to run."""

    matcher: PhraseMatcher
    numbers: dict[int, int]  # spaCy's hash of a key -> atom number
    entities: dict[str, int]  # entity -> atom number
    marks: dict[str, int]  # name of a guard or of punctuation -> atom number
    by_first: dict[int, tuple[Pattern, ...]]  # patterns by the number of their first atom

    def places(self, doc: Doc) -> dict[int, Places]:
        """Where the atoms stand in `doc`, first to last."""
        found: dict[int, Places] = {}
        for key, start, end in sorted(self.matcher(doc), key=itemgetter(1, 2)):
            found.setdefault(self.numbers[key], []).append((start, end))
        return found


def compile_lexicon(lexicon: Lexicon) -> Compiled:
    """The lexicon compiled; takes a fraction of a second."""
    atoms: dict[Atom, int] = {}

    def number(atom: Atom) -> int:
        return atoms.setdefault(atom, len(atoms))

    marks = {one.name: number(Atom(getattr(lexicon.guards, one.name))) for one in fields(lexicon.guards)}
    marks |= {name: number(Atom(phrases)) for name, phrases in PUNCTUATION.items()}
    by_first: dict[int, list[Pattern]] = {}
    for topic in lexicon.topics.values():
        for pattern in _patterns(topic, number):
            by_first.setdefault(pattern.atoms[0], []).append(pattern)
    matcher, numbers = _matcher(atoms, lexicon)
    entities = {atom.entity: at for atom, at in atoms.items() if atom.entity}
    return Compiled(matcher, numbers, entities, marks, {at: tuple(them) for at, them in by_first.items()})


def _patterns(topic: Topic, number: Callable[[Atom], int]) -> Iterator[Pattern]:
    """The topic's terms; those that are plain phrases become one pattern together."""
    for part in PARTS:
        plain: dict[str, None] = {}
        for term in getattr(topic, part):
            if term.gaps or term.atoms[0].entity:
                yield Pattern(topic.name, part, tuple(map(number, term.atoms)), term.gaps)
            else:
                plain.update(dict.fromkeys(term.atoms[0].phrases))
        if plain:
            yield Pattern(topic.name, part, (number(Atom(tuple(plain))),), ())


def _matcher(atoms: dict[Atom, int], lexicon: Lexicon) -> tuple[PhraseMatcher, dict[int, int]]:
    strings = tokenizer().vocab.strings
    matcher = PhraseMatcher(tokenizer().vocab, attr="LOWER")
    spell = Speller(lexicon)
    numbers = {}
    for atom, number in atoms.items():
        written = {one for phrase in atom.phrases for one in spell(phrase)}
        if written:
            key = f"{lexicon.language}-{number}"
            # The matcher takes the tokens' hashes too, as it does when it is unpickled: five times faster than Docs.
            matcher.add(key, cast(list[Doc], [list(map(strings.add, _tokens(one))) for one in sorted(written)]))
            numbers[strings[key]] = number
    return matcher, numbers


def _tokens(phrase: str) -> list[str]:
    """The phrase's tokens, split as the tokenizer splits an ad."""
    return [token for word in phrase.split() for token in _tokens_of_word(word)] or [phrase]


@cache
def _tokens_of_word(word: str) -> list[str]:
    return [token.text for token in tokenizer().make_doc(word)]
