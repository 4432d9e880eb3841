"""Phrases and their neighbours, found in several lines at once, against a plain search of each line."""

import random

import pytest

from processors.enrich.findings.anchors import TOGETHER, Anchor, Anchors
from processors.enrich.findings.vocabulary import COMMAS, ENDS, QUOTES

LETTERS = "abcd"
ALL = (*LETTERS, *sorted(ENDS | QUOTES | COMMAS))
REACH = 3


def anchors(chance: random.Random) -> dict[str, list[Anchor[str]]]:
    """Phrases of one to four letters, each with up to three anchors."""
    some: dict[str, list[Anchor[str]]] = {}
    for number in range(40):
        phrase = "".join(chance.choices([*LETTERS, "."], k=chance.randint(1, 4)))
        near = frozenset(chance.choices(LETTERS, k=2))
        alone = Anchor(str(number))
        either = (alone, alone._replace(before=near, back=REACH), alone._replace(behind=near, ahead=REACH))
        some.setdefault(phrase, []).append(chance.choice(either))
    return some


def plainly(line: str, some: dict[str, list[Anchor[str]]]) -> list[tuple[str, int, int]]:
    found = []
    for end in range(1, len(line) + 1):
        for start in range(end):
            for to, before, back, behind, ahead in some.get(line[start:end], ()):
                sentence_ahead = up_to_end(line[end : end + ahead])
                sentence_back = up_to_end(line[max(start - back, 0) : start][::-1]).rstrip("".join(ENDS))
                if (not behind or {*sentence_ahead} & behind) and (not before or {*sentence_back} & before):
                    found.append((to, start, end))
    return found


def up_to_end(letters: str) -> str:
    """The letters up to the end of the sentence, and that."""
    last = next((number for number, letter in enumerate(letters) if letter in ENDS), len(letters))
    return letters[: last + 1]


@pytest.mark.parametrize("seed", range(5))
def test_all_lines_together_give_what_each_gives_alone(seed: int) -> None:
    chance = random.Random(seed)
    some = anchors(chance)
    lines = ["".join(chance.choices([*LETTERS * 3, *ALL, " "], k=chance.randint(0, 60))) for _ in range(200)]
    together = Anchors(some, ALL).find(lines)
    assert [line.found for line in together] == [plainly(line, some) for line in lines]
    assert sum(len(line.found) for line in together) > 1_000
    for line, each in zip(lines, together, strict=True):
        assert each.letters == line
        assert each.ends == [number for number, letter in enumerate(line) if letter in ENDS] + [len(line)]
        assert each.quotes == [number for number, letter in enumerate(line) if letter in QUOTES]


def test_long_lines_go_apart_and_stay_in_order() -> None:
    lines = ["ab" * (TOGETHER // 3), "b", "", "ab" * TOGETHER, "ab", "c"]
    found = Anchors({"ab": [Anchor("it")]}, ALL).find(lines)
    assert [one.letters for one in found] == lines
    assert [len(one.found) for one in found] == [line.count("ab") for line in lines]


def test_nothing_in_nothing() -> None:
    assert Anchors[str]({}, ALL).find([]) == []
    assert [one.found for one in Anchors[str]({}, ALL).find(["", "ab."])] == [[], []]
    assert [one.found for one in Anchors({"ab": [Anchor("it")]}, ALL).find(["", "ab"])] == [[], [("it", 0, 2)]]
