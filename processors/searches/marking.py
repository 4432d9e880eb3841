"""Marks in a masked text the words that a search was about: the same on every server, whatever found the ad."""

import re
from collections.abc import Iterator
from typing import Any

from processors.fold import fold
from processors.stems import WORD, stem

LEFT, RIGHT = "«", "»"
AROUND = 60  # characters kept on both sides of a marked word
MOST = 3  # passages


def terms(clauses: list[dict[str, Any]]) -> tuple[frozenset[str], frozenset[str], tuple[re.Pattern[str], ...]]:
    """What the clauses of `wanted` look for: stems, folded words, and patterns of folded words."""
    stems, plain, patterns = set[str](), set[str](), []
    for kind, field, value in _leaves(clauses):
        if kind in ("prefix", "wildcard"):
            pattern = value["value"] + ("*" if kind == "prefix" else "")
            signs = re.escape(pattern).replace(r"\*", r"\w*").replace(r"\?", r"\w")
            patterns.append(re.compile(signs))
            continue
        said = value["query"] if isinstance(value, dict) else value
        found = said if isinstance(said, list) else said.split()
        (stems if field == "stems" else plain).update(found)
    return frozenset(stems), frozenset(fold(word) for each in plain for word in WORD.findall(each)), tuple(patterns)


def passages(text: str, language: str | None, clauses: list[dict[str, Any]]) -> list[str]:
    """Up to three passages of a text with the words that were looked for in «»; none where none is in it."""
    stems, plain, patterns = terms(clauses)

    def meant(word: str) -> bool:
        folded = fold(word)
        known = folded in plain or folded in stems or stem(word.casefold(), language) in stems
        return known or any(pattern.fullmatch(folded) for pattern in patterns)

    places = [match.span() for match in WORD.finditer(text) if meant(match[0])]
    return [_marked(text, group) for group in _near(places)][:MOST]


def _leaves(clauses: list[dict[str, Any]]) -> Iterator[tuple[str, str, Any]]:
    for clause in clauses:
        [(kind, inside)] = clause.items()
        if kind == "bool":
            yield from _leaves(inside["should"])
        else:
            [(field, value)] = inside.items()
            yield kind, field, value


def _near(places: list[tuple[int, int]]) -> list[list[tuple[int, int]]]:
    """Places so near to each other that they share a passage."""
    groups: list[list[tuple[int, int]]] = []
    for place in places:
        if groups and place[0] - groups[-1][-1][1] <= 2 * AROUND:
            groups[-1].append(place)
        else:
            groups.append([place])
    return groups


def _marked(text: str, places: list[tuple[int, int]]) -> str:
    begin, end = max(0, places[0][0] - AROUND), places[-1][1] + AROUND
    parts, at = [], begin
    for start, stop in places:
        parts += [text[at:start], LEFT, text[start:stop], RIGHT]
        at = stop
    return "".join((*parts, text[at:end]))
