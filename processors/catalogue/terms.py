"""The small language of terms in word lists, and its parser.

    registration fee            these words, one after the other, in any case; accents make no difference
    passport*                   every word that begins so
    (joining|sign-up) fee       alternatives; an empty one makes them optional: (your|) passport
    {fee}                       any phrase of the word group `fee`
    <price>                     a price that was read in the ad; also <age>, <hours>, <duration>
    {keep} .. {document}        up to 5 other tokens in between, in one sentence
    {keep} ... {document}       up to 10
    {keep} ~ {document}         either order, up to 5 other tokens in between

A term is split at its gaps first, so alternatives on the two sides of a gap do not multiply.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from math import prod

GAPS = {"..": 5, "...": 10}
ENTITIES = frozenset({"price", "age", "hours", "duration"})
MAX_VARIANTS = 500  # of one phrase of a word group; more is a slip
TOGETHER = 30  # phrases that are written out; words with more choices are matched one after the other

_GAP = re.compile(r"(?:^|\s)(\.{2,3}|~)(?=\s|$)")
_HOLDER = re.compile(r"([{<][^{}<>]*[}>])")
_ALTERNATIVES = re.compile(r"\(([^()]*)\)")
_SPECIAL = re.compile(r"[(){}<>|~]|\.\.")
_STRAY = re.compile(r"[(){}<>|]")


class TermError(ValueError):
    """Raised when a term is not written in the small language; the message says what is wrong."""


@dataclass(frozen=True, slots=True)
class Atom:
    """One part of a term: any of these phrases, or an entity that was read in the ad."""

    phrases: tuple[str, ...] = ()
    entity: str | None = None


@dataclass(frozen=True, slots=True)
class Term:
    """Atoms in order; `gaps[i]` is how many other words may stand between atom i and the next."""

    atoms: tuple[Atom, ...]
    gaps: tuple[int, ...] = ()


def parse(text: str, groups: Mapping[str, tuple[str, ...]]) -> tuple[Term, ...]:
    """The terms that `text` stands for: several where an alternative between two groups is empty. Raises TermError."""
    if not _SPECIAL.search(text) and (words := " ".join(text.split())):
        return (Term((Atom((words,)),)),)  # as most are
    parts = _GAP.split(text.strip())
    chunks, dots = parts[::2], parts[1::2]
    orders = [(chunks, dots)]
    if "~" in dots:
        if len(chunks) != 2:
            raise TermError(f"`{text}`: `~` stands between two parts, and alone")
        orders = [(chunks, [".."]), (chunks[::-1], [".."])]
    terms = [term for order, gaps in orders for term in _sequences(text, order, gaps, groups)]
    return tuple(dict.fromkeys(terms))


def alternatives(text: str) -> list[str]:
    """The words with every choice of their alternatives. Raises TermError."""
    choices = _choices(text)
    if prod(map(len, choices)) > MAX_VARIANTS:
        raise TermError(f"`{text}`: stands for too many variants, {MAX_VARIANTS} are the limit")
    return _written(choices)


def _choices(text: str) -> list[list[str]]:
    """The words in order, each place with all that may stand there."""
    parts = _ALTERNATIVES.split(text)
    if _STRAY.search("".join(parts[::2])):
        raise TermError(f"`{text}`: a bracket or bar that does not belong, or brackets inside brackets")
    choices = [part.split("|") if number % 2 else [part] for number, part in enumerate(parts)]
    return [choice for choice in choices if any(map(str.strip, choice)) or choice == [" "]]


def _written(choices: list[list[str]]) -> list[str]:
    return [" ".join("".join(chosen).split()) for chosen in product(*choices)]


def _sequences(text: str, chunks: list[str], dots: list[str], groups: Mapping[str, tuple[str, ...]]) -> list[Term]:
    terms = []
    for chosen in product(*(_chunk(chunk, groups) for chunk in chunks)):
        if not all(chosen):
            raise TermError(f"`{text}`: words are needed on both sides of a gap, and at least one in all")
        atoms = tuple(atom for atoms in chosen for atom in atoms)
        gaps: list[int] = []
        for dot, atoms_of_chunk in zip(["", *dots], chosen, strict=True):
            gaps += [GAPS[dot]] if dot else []
            gaps += [0] * (len(atoms_of_chunk) - 1)
        terms.append(Term(atoms, tuple(gaps)))
    return terms


def _chunk(chunk: str, groups: Mapping[str, tuple[str, ...]]) -> list[list[Atom]]:
    """The atoms of what stands between two gaps; with and without each part that may be left out."""
    variants: list[list[Atom]] = [[]]
    for piece in filter(str.strip, _HOLDER.split(chunk)):
        if piece[0] in "{<":
            variants = [[*atoms, _holder(piece, groups)] for atoms in variants]
            continue
        for phrases in _phrases(piece):
            words = Atom(tuple(dict.fromkeys(filter(None, phrases))))
            longer = [[*atoms, words] for atoms in variants]
            variants = longer + (variants if "" in phrases else [])
    return variants


def _phrases(piece: str) -> Iterator[list[str]]:
    """The words of a piece as phrases, cut in two or more where all choices together would be too many phrases."""
    some: list[list[str]] = []
    for choice in _choices(piece):
        if prod(map(len, some)) * len(choice) > TOGETHER and len(choice) > 1:
            yield from ([phrases] if any(phrases := _written(some)) else [])
            some = []
        some.append(choice)
    yield from ([phrases] if any(phrases := _written(some)) else [])


def _holder(piece: str, groups: Mapping[str, tuple[str, ...]]) -> Atom:
    name = piece[1:-1]
    if piece == f"<{name}>" and name in ENTITIES:
        return Atom(entity=name)
    if piece == f"{{{name}}}" and name in groups:
        return Atom(groups[name])
    raise TermError(f"{piece}: no word group of this name here or in language.yml, and no entity")
