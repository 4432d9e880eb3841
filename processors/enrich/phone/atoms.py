"""The digits of a text in whatever dress: "4", "four", "f0ur", "O" between digits, "四"; joined into runs.

A run is a series of atoms with nothing but separators, connecting words or a few filler letters in between. Whether a
run holds phone numbers is decided elsewhere.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import product
from typing import NamedTuple

from processors.enrich.phone import number_words
from processors.enrich.phone.compose import Atom, Said, compose
from processors.enrich.trie import any_of

MIN_DIGITS = 7
_FEWEST = 5  # pieces or digits: a spoken number may be as short as five words
_MAX_GAP = 12
_MAX_WORDY_GAP = 28

VALUES = number_words.words()
_TOKEN = re.compile(r"[^\W_]+")
_PART = re.compile(r"[0-9]+|[^\W0-9_]+")
_GLUED = re.compile(f"(?:{any_of(word for word in VALUES if len(word) > 2)}){{2,}}")
_IN_GLUED = re.compile(any_of(word for word in VALUES if len(word) > 2))
_SIGN = re.compile(any_of(number_words.SIGNS))
_SIGN_START = re.compile("[" + "".join({word[0] for word in number_words.SIGNS}) + "]")
_NO_SEPARATOR = re.compile("[$€£¥₽₴₹₺₫฿%@]")
_LOOKS = {"o": "0", "i": "1", "l": "1", "z": "2", "s": "5", "b": "8"}
_PADDING = "\x1f"  # fills the place of a longer sign, so that offsets stay
_LEET = {"o": "0", "i": "1", "l": "1", "e": "3", "a": "4", "s": "5", "t": "7", "b": "8", "g": "9"}


def _leet_words() -> dict[str, int]:
    """English digit words with some letters written as digits: "f0ur", "s3v3n", "5ive", "2wo"."""
    table: dict[str, int] = {}
    for value, word in enumerate(("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")):
        for letters in product(*((char, _LEET[char]) if char in _LEET else (char,) for char in word)):
            table["".join(letters)] = value
        table[f"{value}{word[1:]}"] = value
    return {word: value for word, value in table.items() if not word.isalpha() and not word.isdigit()}


_LEET_WORDS = _leet_words()


class _Piece(NamedTuple):
    """What may become an atom: digits, or a number word with its value by language."""

    start: int
    end: int
    digits: str
    kind: str
    values: dict[str, int] | None = None
    repeat: int = 0  # "double": how often the next digit is meant


def runs(lower: str, language: str | None) -> Iterator[list[Atom]]:
    """The runs of `lower` (lower case, normalised) that hold enough digits for a phone number, in order."""
    text = _signs_as_digits(lower)
    has_signs = text is not lower
    run: list[_Piece] = []
    for token in _TOKEN.finditer(text):
        word = token[0]
        if word in number_words.CONNECTORS and (word not in VALUES or not run):
            continue
        pieces = _pieces(word, token.start(), bool(run))
        if has_signs:
            pieces = [_sign_piece(piece, lower, text) for piece in pieces]
        if pieces and run and not _joins(text, run[-1].end, pieces[0].start):
            yield from _finished(run, language, text)
            run = []
        if pieces:
            run += pieces
        if not pieces or pieces[-1].end < token.end():
            yield from _finished(run, language, text)
            run = []
    yield from _finished(run, language, text)


def _signs_as_digits(lower: str) -> str:
    if lower.isascii() or not _SIGN_START.search(lower):
        return lower
    return _SIGN.sub(lambda match: str(number_words.SIGNS[match[0]]).ljust(len(match[0]), _PADDING), lower)


def _sign_piece(piece: _Piece, lower: str, text: str) -> _Piece:
    """A digit that stands for a sign, over the sign's whole length."""
    if lower[piece.start : piece.end] == piece.digits or piece.kind != "digits":
        return piece
    end = piece.end
    while text.startswith(_PADDING, end):
        end += 1
    return piece._replace(end=end, kind="words")


def _joins(text: str, end: int, start: int) -> bool:
    gap = text[end:start].replace(_PADDING, "")
    return len(gap) <= (_MAX_WORDY_GAP if any(map(str.isalpha, gap)) else _MAX_GAP) and not _NO_SEPARATOR.search(gap)


def _pieces(word: str, start: int, inside: bool) -> list[_Piece]:
    """The pieces of one token; none if it is no number. If the token ends in other letters, so do not the pieces."""
    end = start + len(word)
    if word[0] in "0123456789" and word.isdecimal() and word.isascii():
        return [_Piece(start, end, word, "digits")]
    if values := VALUES.get(word):
        return [_Piece(start, end, "", "words", values)]
    if word in number_words.REPEATS:
        return [_Piece(start, end, "", "words", repeat=number_words.REPEATS[word])]
    if word.isalpha():
        if len(word) > 5 and _GLUED.fullmatch(word):
            return [_word_piece(match, start) for match in _IN_GLUED.finditer(word)]
        lone = inside and len(word) < 4 and word.strip("oil") == ""
        return [_Piece(start, end, "".join(map(_LOOKS.__getitem__, word)), "leet")] if lone else []
    if (value := _LEET_WORDS.get(word)) is not None:
        return [_Piece(start, end, str(value), "leet")]
    return _mixed(word, start)


def _word_piece(match: re.Match[str], start: int) -> _Piece:
    return _Piece(start + match.start(), start + match.end(), "", "words", VALUES[match[0]])


def _mixed(word: str, start: int) -> list[_Piece]:
    """A token of digits and letters: "4l5", "o123", "415five55", "415x555x0123". Leading other letters are dropped."""
    parts = [(match[0], start + match.start(), start + match.end()) for match in _PART.finditer(word)]
    pieces: list[_Piece] = []
    for index, (part, first, last) in enumerate(parts):
        between = 0 < index < len(parts) - 1
        if part[0] in "0123456789":
            pieces.append(_Piece(first, last, part, "digits"))
        elif part in VALUES:
            pieces.append(_Piece(first, last, "", "words", VALUES[part]))
        elif all(char in _LOOKS for char in part) and len(part) < 4 and (between or part.strip("oil") == ""):
            pieces.append(_Piece(first, last, "".join(map(_LOOKS.__getitem__, part)), "leet"))
        elif _GLUED.fullmatch(part):
            pieces += [_word_piece(match, first) for match in _IN_GLUED.finditer(part)]
        elif index == 0:
            continue
        elif not between:
            break
        elif len(part) > 3:
            pieces = []
    return pieces


def _finished(run: list[_Piece], language: str | None, text: str) -> Iterator[list[Atom]]:
    if sum(len(piece.digits) or 1 for piece in run) < _FEWEST:
        return
    for part in _speakable(run, language):
        atoms = list(compose(part, text))
        if sum(len(atom.digits) for atom in atoms) >= MIN_DIGITS:
            yield atoms


def _speakable(run: Sequence[_Piece], language: str | None) -> Iterator[list[Said]]:
    """The run with a value for each word, split where a word belongs to a language that is not spoken here."""
    spoken = _spoken(run, language)
    part: list[Said] = []
    for start, end, digits, kind, values, repeat in run:
        code = next((code for code in spoken if code in values), None) if values else ""
        if code is None:
            yield part
            part = []
        else:
            part.append(Said(start, end, kind, digits, values[code] if values else None, code, repeat))
    yield part


def _spoken(run: Sequence[_Piece], language: str | None) -> list[str]:
    """The ad's language, English, and languages that at least three of the words belong to; the commonest first."""
    counts: dict[str, int] = {}
    for piece in run:
        for code in piece.values or ():
            counts[code] = counts.get(code, 0) + 1
    codes = [code for code, count in counts.items() if count > 2 or code in (language, "en")]
    return sorted(codes, key=lambda code: (-counts[code], code != language, code != "en", code))
