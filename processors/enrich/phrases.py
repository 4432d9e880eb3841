"""Fixed phrases of many languages and what they stand for, looked for only where their longest word is in a text."""

import re
from collections.abc import Iterable, Iterator, Mapping

from processors.enrich.passage import Passage
from processors.enrich.signs import END, START, sign
from processors.enrich.tables import words
from processors.enrich.trie import any_of

_GAP = re.compile(r"[\s\-_]+")
_LETTERS = re.compile(r"[^\W\d_]+")


class Phrases:
    """`rows`: value -> phrases in lower case, "_" for a space; a hyphen or line break may stand for a space too. A
    value like "app:venmo" is a phrase for itself."""

    def __init__(self, rows: Mapping[str, str]) -> None:
        own = {_plain(value.lower()): value for value in rows if not value.isalpha()}
        self._values = own | {_plain(phrase): value for value, row in rows.items() for phrase in words(row)}
        self._sign = sign(rf"{START}{_any(self._values)}{END}")
        self._of_word: dict[str, list[str]] = {}
        for phrase in self._values:
            if letters := _LETTERS.findall(phrase):
                self._of_word.setdefault(max(letters, key=len), []).append(phrase)
        self._patterns: dict[str, re.Pattern[str]] = {}  # of words that some text had

    def find(self, passage: Passage) -> Iterator[tuple[str, int, int]]:
        """Value, start and end of each phrase in a passage; phrases of different words may overlap."""
        if self._sign not in passage.signs:
            return
        lower = passage.lower
        for word in sorted(passage.words & self._of_word.keys()):
            for match in self._pattern(word).finditer(lower):
                if not lower[match.start() - 1 : match.start()].isalnum():
                    yield self._values[_plain(match[0])], *match.span()

    def _pattern(self, word: str) -> re.Pattern[str]:
        if word not in self._patterns:
            self._patterns[word] = re.compile(rf"{_any(self._of_word[word])}(?![^\W_])")
        return self._patterns[word]


def _any(phrases: Iterable[str]) -> str:
    return any_of(phrases).replace(r"\s+", r"(?:\s|-|_)+")


def _plain(phrase: str) -> str:
    return _GAP.sub(" ", phrase)
