"""How a word of an ad is looked up among the words of one language's lists.

A word list may give the beginning of a word, `паспорт*`, and mean all words that begin so. Every word of an ad becomes
one entry: the very word if a list has it, else the longest beginning that fits. Each entry has a letter of its own: an
ad is a string of one letter a word, a phrase is a piece of such a string, and finding phrases is finding text in text.
"""

from collections.abc import Callable, Iterable, Set

from processors.enrich.findings.spelling import LONGEST, folded

# Signs are their own letters.
ENDS = frozenset((".", "!", "?", ";", "|", "•", "·", "\n", "؟", "؛"))  # of a sentence, as far as a guard reaches
QUOTES = frozenset(('"', "“", "”", "„", "«", "»"))
COMMAS = frozenset((",", "،"))
UNKNOWN = " "  # the letter of all words that no list knows
FIRST_LETTER = 0x3400  # of the letters for entries: from here on is room for 41,000 without a sign among them
REST = "*"  # stands for any rest of a word
KEPT = 1 << 16  # words of ads whose letters are remembered, some 8 MB


class Vocabulary:
    """The entries of one language's lists, words and beginnings, and their letters."""

    def __init__(self, entries: Set[str]) -> None:
        self._beginnings = {entry for entry in entries if entry.endswith(REST)}
        self._words = entries - self._beginnings
        self._longest = max(map(len, self._beginnings), default=0)
        self.letter_of = {entry: chr(letter) for letter, entry in enumerate(sorted(entries), FIRST_LETTER)}
        self.letter_of |= {sign: sign for sign in ENDS | QUOTES | COMMAS}
        self._known = _Known(lambda word: self.letter_of.get(self._entry(word), UNKNOWN))

    def letters(self, words: Iterable[str]) -> list[str]:
        """The letter of each of an ad's words, which are in lower case."""
        return list(map(self._known.__getitem__, words))

    def _entry(self, word: str) -> str:
        word = folded(word)
        if word not in self._words:
            for end in range(min(len(word), self._longest), 1, -1):
                if (beginning := word[:end] + REST) in self._beginnings:
                    return beginning
        return word


class _Known(dict[str, str]):
    """Words of ads with their letters; begins anew when full: twice as fast as a cache that keeps an order."""

    def __init__(self, letter: Callable[[str], str]) -> None:
        super().__init__()
        self._letter = letter

    def __missing__(self, word: str) -> str:
        letter = self._letter(word)
        if len(word) <= LONGEST:
            if len(self) >= KEPT:
                self.clear()
            self[word] = letter
        return letter
