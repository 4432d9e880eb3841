"""A text as hashed word pairs: what near-duplicate detection compares.

Letters only: case, accents, digits, punctuation, e-mails and web addresses are gone, so copies that differ in a phone
number, a price or an age have the same pairs. Scripts written without spaces count each character as a word and take
three of them for a pair. Works on code points; a text is bounded to its first MAX_CHARACTERS.
"""

import unicodedata
from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

Hashes = NDArray[np.uint32]
Words = NDArray[np.uint64]
Owners = NDArray[np.intp]

MAX_CHARACTERS = 65_536
PLACES = MAX_CHARACTERS + 1
_TABLE = 0x20000  # code points with an entry of their own; rarer letters separate words
_MARK = 0xFFFFFFFF  # combining marks: left out, so that "é" in one or two code points is one letter
_ALONE = 1 << 30  # flag of letters that are words by themselves
_WITHOUT_SPACES = (
    (0x0E00, 0x0EFF),  # Thai, Lao
    (0x1000, 0x109F),  # Myanmar
    (0x1780, 0x17FF),  # Khmer
    (0x3040, 0x30FF),  # kana
    (0x3400, 0x9FFF),  # Han
    (0xF900, 0xFAFF),
)
# Odd multipliers: the first makes a word's hash a polynomial of its letters, the others mix (as in splitmix64).
_BASE = 0x9E3779B97F4A7C15
_MIX_1, _MIX_2 = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
_HALF, _PART = np.uint64(32), np.uint64(29)


def shingles(texts: Sequence[str]) -> tuple[Hashes, Owners]:
    """The hash of every pair of neighbouring words, in reading order, repeats included, and for each the number of the
    text it stands in; the same on every machine. All texts together may have PLACES characters, one more counted for
    each: many are cut at once, because half of the cost is per call and not per character."""
    words, alone, owners = _words(*_letters([_without_addresses(text[:MAX_CHARACTERS]) for text in texts]))
    if words.size < 2:
        return np.empty(0, np.uint32), np.empty(0, np.intp)
    together = owners[:-1] == owners[1:]
    if alone.any():
        following = np.where(together, words[1:], np.uint64(0))
        words[:-1] += np.where(alone[:-1], following * _MIX_1, np.uint64(0))
    pairs = words[:-1] * _MIX_1 + words[1:] * _MIX_2
    pairs ^= pairs >> _HALF
    pairs *= _MIX_2
    pairs ^= pairs >> _PART
    pairs *= _MIX_1
    return (pairs >> _HALF).astype(np.uint32)[together], owners[:-1][together]


def _without_addresses(text: str) -> str:
    if "@" not in text and "://" not in text and "www." not in text:
        return text
    return " ".join(part for part in text.split() if not ("@" in part or "://" in part or part.startswith("www.")))


def _letters(texts: Sequence[str]) -> tuple[Hashes, Owners]:
    """One number a letter, 0 for whatever separates words, and one past the last letter of each text."""
    joined = "".join(f"{text}\n" for text in texts)
    points = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), "<u4")
    letters: Hashes = _folding().take(points, mode="clip")
    ends = np.cumsum([len(text) + 1 for text in texts])
    kept = letters != _MARK
    if kept.all():
        return letters, ends
    return letters[kept], np.cumsum(kept)[ends - 1]


def _words(letters: Hashes, ends: Owners) -> tuple[Words, NDArray[np.bool_], Owners]:
    """The hash of each word, whether it is a letter of a script without spaces, and which text it stands in."""
    alone = letters >= _ALONE
    starts = np.empty(letters.size, np.bool_)
    starts[:1] = True
    np.logical_or(letters[:-1] == 0, alone[:-1], out=starts[1:])
    starts |= alone
    starts &= letters != 0
    first = starts.nonzero()[0]
    if not first.size:
        return np.empty(0, np.uint64), np.empty(0, np.bool_), first
    powers, inverse = _powers()
    # A word's letters are weighted by their place; dividing by its first place makes that its own place.
    hashes: Words = np.add.reduceat(letters * powers[: letters.size], first) * inverse[first]
    return hashes, alone[first], np.searchsorted(ends, first, side="right")


@cache
def _folding() -> Hashes:
    """Code point -> letter. Built once, on first use."""
    letters = np.array([_fold(chr(point)) for point in range(_TABLE)], np.uint32)
    for low, high in _WITHOUT_SPACES:
        some = letters[low : high + 1]
        some[(some != 0) & (some != _MARK)] |= _ALONE
    return letters


def _fold(character: str) -> int:
    category = unicodedata.category(character)
    if category == "Lo" and not unicodedata.decomposition(character):
        return ord(character)  # most
    if category[0] != "L":
        return _MARK if category[0] == "M" else 0
    lower = character.lower()[0]
    parts = unicodedata.normalize("NFKD", lower)
    return ord(parts[0] if all(unicodedata.category(part)[0] == "M" for part in parts[1:]) else lower)


@cache
def _powers() -> tuple[Words, Words]:
    """The powers of _BASE and of its inverse modulo 2**64, one for each place in a text."""
    return _geometric(_BASE), _geometric(pow(_BASE, -1, 1 << 64))


def _geometric(base: int) -> Words:
    factors: NDArray[Any] = np.full(PLACES, base, np.uint64)
    factors[0] = 1
    return np.multiply.accumulate(factors)
