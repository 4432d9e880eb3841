"""Characters that look like others, or like nothing."""

from collections.abc import Mapping
from random import Random

from simulator.chance import happens, pick

LEET = {"0": ("o", "O"), "1": ("l", "I")}
LOOKALIKE = {"0": ("О", "Ο", "о", "ο"), "1": ("І", "Ι"), "3": ("З",), "6": ("б",)}  # Cyrillic and Greek letters
LOOKALIKE_LETTERS = {"a": "а", "c": "с", "e": "е", "i": "і", "o": "о", "p": "р", "x": "х", "y": "у"}  # Cyrillic
ZERO_WIDTH = ("\u200b", "\u200c", "\u2060")
SWAPPED = 0.6  # of the digits that could be a letter


def swap(rng: Random, text: str, table: Mapping[str, tuple[str, ...]]) -> str:
    """Some of the signs in the table replaced, the first of them always."""
    signs, certain = [], True
    for sign in text:
        swapped = sign in table and (certain or happens(rng, SWAPPED))
        certain = certain and not swapped
        signs.append(pick(rng, table[sign]) if swapped else sign)
    return "".join(signs)


def interleave(rng: Random, text: str) -> str:
    """Zero-width characters between about half of the signs, and always before the last."""
    middle = "".join((pick(rng, ZERO_WIDTH) if happens(rng, 0.5) else "") + sign for sign in text[1:-1])
    return text[0] + middle + pick(rng, ZERO_WIDTH) + text[-1]
