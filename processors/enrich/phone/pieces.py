"""One token as digits: "415", "four", "f0ur", "o123", "415five55", "4x1x5"."""

import re
from itertools import product
from typing import NamedTuple

from processors.enrich.phone import number_words
from processors.enrich.trie import any_of
from processors.remembered import Remembered

VALUES = number_words.words()
_LONGER = [word for word in VALUES if len(word) > 2]
_GLUED = re.compile(f"(?:{any_of(_LONGER)}){{2,}}")
_GLUED_STARTS = frozenset(word[:3] for word in _LONGER)
_IN_GLUED = re.compile(any_of(_LONGER))
_PART = re.compile(r"[0-9]+|[^\W0-9_]+")

# Letters that look like digits, in three scripts. The round and the straight ones are read anywhere, the others only
# between digits: "5s" and "2b" are sizes and flats.
_ROUND_OR_STRAIGHT = {"o": "0", "о": "0", "ο": "0", "i": "1", "l": "1", "і": "1", "ι": "1", "ӏ": "1", "ı": "1"}
_ROUND_OR_STRAIGHT_LETTERS = "".join(_ROUND_OR_STRAIGHT)
_LOOKS = _ROUND_OR_STRAIGHT | {"z": "2", "s": "5", "b": "8", "з": "3", "ӡ": "3", "б": "6"}
_MEMORY = 100_000  # words: some 10 MB
_LONGEST_KEPT = 40  # letters of one
NONE = -1
_ROOM = (
    dict.fromkeys(number_words.CONNECTORS, 0)
    | {word: max(len(str(value)) for value in values.values()) for word, values in VALUES.items()}
    | number_words.REPEATS
)
_LONGEST_LOOK = 4
_LONGEST_FILLER = 3
_NEVER_FILLERS = _ROUND_OR_STRAIGHT.keys() | {char for char in _LOOKS if not char.isascii()}

_SWAPS = {"o": "0", "i": "1", "l": "1", "e": "3", "a": "4", "s": "5", "t": "7", "b": "8", "g": "9"}


class Piece(NamedTuple):
    """What may become an atom: digits, or a number word with its value by language."""

    start: int
    end: int
    digits: str
    kind: str  # "digits" | "words" | "leet" | "lookalike"
    values: dict[str, int] | None = None
    repeat: int = 0  # "double": how often the next digit is meant


def _leet_words() -> dict[str, int]:
    """English digit words with some letters written as digits: "f0ur", "s3v3n", "5ive", "2wo"."""
    table: dict[str, int] = {}
    for value, word in enumerate(("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")):
        for letters in product(*((char, _SWAPS[char]) if char in _SWAPS else (char,) for char in word)):
            table["".join(letters)] = value
        table[f"{value}{word[1:]}"] = value
    return {word: value for word, value in table.items() if not word.isalpha() and not word.isdigit()}


_LEET_WORDS = _leet_words()


def pieces(word: str, start: int) -> list[Piece]:
    """The pieces of a token in lower case that stands at `start`; none if it is no number.

    If the token ends in other letters, the last piece ends before them.
    """
    end = start + len(word)
    if word.isdecimal() and word.isascii():
        return [Piece(start, end, word, "digits")]
    if values := VALUES.get(word):
        return [Piece(start, end, "", "words", values)]
    if word in number_words.REPEATS:
        return [Piece(start, end, "", "words", repeat=number_words.REPEATS[word])]
    if word.isalpha():
        if len(word) <= _LONGEST_LOOK:
            return [_look(word, start)] if _is_lone_look(word) else []
        return _glued(word, start) if word[:3] in _GLUED_STARTS and _GLUED.fullmatch(word) else []
    if (value := _LEET_WORDS.get(word)) is not None:
        return [Piece(start, end, str(value), "leet")]
    return _mixed(word, start)


def _room(word: str) -> int:
    """How many digits a token may say: at most as many as it has letters, where nothing else is known; -1 if none."""
    return _ROOM[word] if word in _ROOM else len(word) if pieces(word, 0) else NONE


room = Remembered(_room, _MEMORY, _LONGEST_KEPT)  # most tokens have none


def _is_lone_look(word: str) -> bool:
    """Letters alone as digits: "O", "lo", "SSS"; of other scripts also "Об", which no Latin text has."""
    if not word.strip(_ROUND_OR_STRAIGHT_LETTERS):
        return True
    if len(word) > 2 and word.count(word[0]) == len(word):
        return word[0] in _LOOKS
    return len(word) > 1 and not word.isascii() and all(char in _LOOKS for char in word)


def _mixed(word: str, start: int) -> list[Piece]:
    """Digits and letters in one token. Other letters before the first digits are dropped."""
    parts = [(match[0], start + match.start()) for match in _PART.finditer(word)]
    filler = _filler([part for part, _ in parts[1:-1] if not part.isdecimal()])
    found: list[Piece] = []
    for index, (part, first) in enumerate(parts):
        inside = 0 < index < len(parts) - 1
        if part.isdecimal():
            found.append(Piece(first, first + len(part), part, "digits"))
        elif part in VALUES:
            found.append(Piece(first, first + len(part), "", "words", VALUES[part]))
        elif len(part) <= _LONGEST_LOOK and all(char in _LOOKS for char in part) and not (inside and filler):
            if not inside and not all(char in _ROUND_OR_STRAIGHT or not char.isascii() for char in part):
                if index:
                    break
                continue
            found.append(_look(part, first))
        elif _GLUED.fullmatch(part):
            found += _glued(part, first)
        elif index and not inside:
            break
        elif inside and len(part) > _LONGEST_FILLER:
            found = []
    return found


def _filler(letters: list[str]) -> bool:
    """Are these the same letter throughout, repeated or in several places: put between the digits, not read as some?"""
    kinds = {char for part in letters for char in part}
    repeated = len(letters) > 1 or any(len(part) > 1 for part in letters)
    return len(kinds) == 1 and repeated and not kinds & _NEVER_FILLERS


def _look(part: str, start: int) -> Piece:
    kind = "leet" if part.isascii() else "lookalike"
    return Piece(start, start + len(part), "".join(map(_LOOKS.__getitem__, part)), kind)


def _glued(word: str, start: int) -> list[Piece]:
    return [
        Piece(start + match.start(), start + match.end(), "", "words", VALUES[match[0]])
        for match in _IN_GLUED.finditer(word)
    ]
