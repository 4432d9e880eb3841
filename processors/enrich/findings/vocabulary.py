"""How a word of an ad is looked up among the words of one language's lists.

A word list may give the beginning of a word, `паспорт*`, and mean all words that begin so. Every word of an ad becomes
one entry: the very word if a list has it, else the longest beginning that fits. Each entry has a letter of its own: an
ad is a string of one letter a word, a phrase is a piece of such a string, and finding phrases is finding text in text.
"""

from collections.abc import Iterable, Set

from processors.enrich.findings.spelling import LONGEST, folded
from processors.enrich.tokens import words_of
from processors.remembered import Remembered

# Signs are their own letters.
ENDS = frozenset((".", "!", "?", ";", "|", "•", "·", "\n", "؟", "؛"))  # of a sentence, as far as a guard reaches
QUOTES = frozenset(('"', "“", "”", "„", "«", "»"))
COMMAS = frozenset((",", "،"))
UNKNOWN = " "  # the letter of all words that no list knows
FIRST_LETTER = 0x3400  # of the letters for entries: from here on is room for 41,000 without a sign among them
REST = "*"  # stands for any rest of a word
KEPT = 1 << 16  # pieces of ads whose letters are remembered, some 8 MB


class Vocabulary:
    """The entries of one language's lists, words and beginnings, and their letters."""

    def __init__(self, entries: Set[str]) -> None:
        self._beginnings = {entry for entry in entries if entry.endswith(REST)}
        self._words = entries - self._beginnings
        self._longest = max(map(len, self._beginnings), default=0)
        self.letter_of = {entry: chr(letter) for letter, entry in enumerate(sorted(entries), FIRST_LETTER)}
        self.letter_of |= {sign: sign for sign in ENDS | QUOTES | COMMAS}
        self._known = Remembered(lambda piece: self.letters(words_of(piece)), KEPT, LONGEST)

    def line(self, pieces: Iterable[str]) -> str:
        """An ad's tokens as a string of letters, from its pieces."""
        return "".join(map(self._known.__getitem__, pieces))

    def letters(self, words: Iterable[str]) -> str:
        """The letter of each word; words are in lower case."""
        return "".join([self.letter_of.get(self._entry(word), UNKNOWN) for word in words])

    def _entry(self, word: str) -> str:
        word = folded(word)
        if word not in self._words:
            for end in range(min(len(word), self._longest), 1, -1):
                if (beginning := word[:end] + REST) in self._beginnings:
                    return beginning
        return word
