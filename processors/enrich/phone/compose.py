"""Number words to digits, as each language builds them: "quatre-vingt-dix-huit" is 98, "twenty three" is 23."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

JOINTS = frozenset(("", "y", "et", "e", "und", "and", "i", "și", "si", "и", "та", "en", "de", "ve"))
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
            values, tied = _tight(said, index, text)
            value, used = number(values, one.language, tied)
            yield Atom(one.start, said[index + used - 1].end, str(value), "words")
        index += used


def _single_digit(one: Said) -> str:
    digits = one.digits if one.value is None else str(one.value)
    return digits if len(digits) == 1 else ""


def _tight(said: Sequence[Said], index: int, text: str) -> tuple[list[int], list[bool]]:
    """The values of the words that follow each other closely from `index` on, and which of them a hyphen ties to the
    word before."""
    values: list[int] = []
    tied: list[bool] = []
    end = said[index].start
    for one in said[index : index + _LONGEST]:
        joint = text[end : one.start]
        if one.value is None or (values and joint.strip(" -") not in JOINTS):
            break
        values.append(one.value)
        end = one.end
        is_plural = text[one.start : end] in _EXACT
        tied.append(joint == "-" or is_plural)
        if is_plural:
            break
    return values, tied


def number(values: list[int], language: str, tied: Sequence[bool] = ()) -> tuple[int, int]:
    """The number at the start of `values`, and how many of them it takes. `tied`: which are tied to the one before."""
    first, second = values[0], values[1] if len(values) > 1 else 0
    if 100 <= first < 1000:
        return _after_hundred(first, 1, values, language)
    if 1 < first < 10 and second == 100:
        return _after_hundred(first * 100, 2, values, language)
    if language == "fr" and _is_before_eighty(values, tied):
        return first, 1
    return _below_hundred(values, language)


def _is_before_eighty(values: list[int], tied: Sequence[bool]) -> bool:
    """ "cinquante quatre-vingts" is 50 and 80, "cinquante-quatre vingt" 54 and 20."""
    return values[1:3] == [4, 20] and len(tied) > 2 and tied[2] and not tied[1]


def _after_hundred(total: int, used: int, values: list[int], language: str) -> tuple[int, int]:
    rest = values[used:]
    if language == "fr" and rest[:2] == [4, 20]:
        small, taken = _below_hundred(rest, language)
        return total + small, used + taken
    if rest and (10 <= rest[0] < 100 or (0 < rest[0] < 10 and language in _UNIT_JOINS_HUNDRED)):
        small, taken = _below_hundred(rest, language)
        return total + small, used + taken
    return total, used


def _below_hundred(values: list[int], language: str) -> tuple[int, int]:
    first, second = [*values, 0][:2]
    if language == "ar":  # the unit stands first: "five and twenty", "five ten"
        return (first + second, 2) if 0 < first < 10 and 10 <= second < 100 and second % 10 == 0 else (first, 1)
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
