"""Number words to digits, as each language builds them: "quatre-vingt-dix-huit" is 98, "twenty three" is 23."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

_JOINTS = frozenset(("", "y", "et", "e", "und", "and", "i", "și", "si", "и", "та", "en", "ve"))
# "nine hundred one": here the unit belongs to the hundred; in English or French it starts the next digit.
_UNIT_JOINS_HUNDRED = frozenset(("ru", "uk", "bg", "pl", "cs", "ro", "es", "pt", "it", "sr", "el"))
_EXACT = frozenset(("vingts", "cents"))  # in French the plural says that nothing follows
_LONGEST = 5  # words of one number below a thousand: "neuf cent quatre vingt dix huit" has two


class Atom(NamedTuple):
    """One or more digits and where they stand."""

    start: int
    end: int
    digits: str
    kind: str  # "digits" | "words" | "leet"


class Said(NamedTuple):
    """A piece of a run: digits as they stand, or a number word with its value."""

    start: int
    end: int
    kind: str
    digits: str = ""
    value: int | None = None
    language: str = ""
    repeat: int = 0  # "double": how often the next digit is meant


def compose(said: Sequence[Said], text: str) -> Iterator[Atom]:
    """The atoms that the pieces make; `text` is what their positions point into."""
    index = 0
    while index < len(said):
        one = said[index]
        used = 1
        if one.repeat:
            used = 2
            if index + 1 < len(said) and (digit := _single_digit(said[index + 1])):
                yield Atom(one.start, said[index + 1].end, digit * one.repeat, "words")
            else:
                used = 1
        elif one.value is None:
            yield Atom(one.start, one.end, one.digits, one.kind)
        else:
            value, used = number(_tight(said, index, text), one.language)
            yield Atom(one.start, said[index + used - 1].end, str(value), "words")
        index += used


def _single_digit(one: Said) -> str:
    digits = one.digits if one.value is None else str(one.value)
    return digits if len(digits) == 1 else ""


def _tight(said: Sequence[Said], index: int, text: str) -> list[int]:
    """The values of the words that follow each other closely from `index` on."""
    values: list[int] = []
    end = said[index].start
    for one in said[index : index + _LONGEST]:
        if one.value is None or (values and text[end : one.start].strip(" -") not in _JOINTS):
            break
        values.append(one.value)
        end = one.end
        if text[one.start : end] in _EXACT:
            break
    return values


def number(values: list[int], language: str) -> tuple[int, int]:
    """The number at the start of `values`, and how many of them it takes."""
    first, second = values[0], values[1] if len(values) > 1 else 0
    if 100 <= first < 1000:
        return _after_hundred(first, 1, values, language)
    if 1 < first < 10 and second == 100:
        return _after_hundred(first * 100, 2, values, language)
    return _below_hundred(values, language)


def _after_hundred(total: int, used: int, values: list[int], language: str) -> tuple[int, int]:
    rest = values[used:]
    if rest and (10 <= rest[0] < 100 or (0 < rest[0] < 10 and language in _UNIT_JOINS_HUNDRED)):
        small, taken = _below_hundred(rest, language)
        return total + small, used + taken
    return total, used


def _below_hundred(values: list[int], language: str) -> tuple[int, int]:
    first, second = [*values, 0][:2]
    if language == "fr":
        if first == 4 and second == 20:
            small, taken = _french_remainder(values[2:])
            return 80 + small, 2 + taken
        if first in (60, 80) and second >= 10:
            small, taken = _french_remainder(values[1:])
            return first + small, 1 + taken
        if first == 10 and second in (7, 8, 9):
            return 10 + second, 2
    if 20 <= first < 100 and first % 10 == 0 and 0 < second < 10:
        return first + second, 2
    return first, 1


def _french_remainder(values: list[int]) -> tuple[int, int]:
    """What follows "soixante" or "quatre-vingt": up to 19."""
    first, second = [*values, 0, 0][:2]
    if first == 10 and second in (7, 8, 9):
        return 10 + second, 2
    return (first, 1) if 0 < first < 20 else (0, 0)
