"""Tokens, where they stand, and the words among them."""

import pytest

from processors.enrich.letters import letters, lower
from processors.enrich.tokens import split, tokens

TEXTS = (
    "",
    " ",
    "\n",
    "Call 12.50, now!",
    "a  b\tc\n\nd ",
    "www.shop.example. Then: 1/2 (or 3,5)...",
    "l'été à Zürich\r\nПривет мир. مرحبا ١٢",
    "ΟΔΟΣ 4you2 don't_ok",
    "İstanbul İzmir",
    "x" * 100 + ".y" * 100,
)


@pytest.mark.parametrize("text", TEXTS)
def test_tokens_stand_where_they_say(text: str) -> None:
    cut = tokens(text)
    slices = [cut.slice(number, number + 1) for number in range(len(cut.words))]
    assert [text[start:end].lower() for start, end in slices] == cut.words
    between = [
        text[before:after] for (_, before), (after, _) in zip([(0, 0), *slices], [*slices, (len(text), 0)], strict=True)
    ]
    assert "".join(between).strip(" \t") == ""
    assert [cut.around(start, end) for start, end in slices] == [(n, n + 1) for n in range(len(slices))]


@pytest.mark.parametrize("text", TEXTS)
def test_the_words_are_the_runs_of_letters(text: str) -> None:
    assert tokens(text).letters == letters(lower(text))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("12.50 1/2 3:4", ["12.50", "1/2", "3:4"]),
        ("www.shop.example End.Next", ["www.shop.example", "end", ".", "next"]),
        ("a\tb\nc!", ["a", "b", "\n", "c", "!"]),
        ("don't", ["don", "'", "t"]),
    ],
)
def test_cut(text: str, words: list[str]) -> None:
    assert split(text) == words == split(text)  # remembered, the same


def test_the_tokens_that_a_slice_touches() -> None:
    cut = tokens("ab cd\nef")
    assert cut.around(1, 4) == (0, 2)
    assert cut.around(2, 3) is None  # a space
    assert cut.around(5, 6) == (2, 3)  # the end of a line
    assert cut.around(6, 99) == (3, 4)
