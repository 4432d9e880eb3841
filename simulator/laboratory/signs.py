"""Digits that are not the ones on the keyboard, and what is laid over or between them.

Each entry of `DEVELOPMENT` and `FROZEN` turns a text with digits into one from which a reader can still take them.
"""

from collections.abc import Callable, Mapping
from random import Random

from simulator.chance import happens, pick
from simulator.disguise.characters import LEET, LOOKALIKE, interleave, swap

Signs = Callable[[Random, str], str]
WIDE_LEET = {"0": ("o", "O"), "1": ("l", "I", "|"), "2": ("Z",), "5": ("S", "s"), "8": ("B",)}


def _alphabet(signs: str) -> Signs:
    table = {str(digit): sign for digit, sign in enumerate(signs)}
    return lambda rng, text: "".join(table.get(char, char) for char in text)


def _after_each(mark: str) -> Signs:
    return lambda rng, text: "".join(char + mark if char.isdigit() else char for char in text)


def _between(mark: str) -> Signs:
    return lambda rng, text: mark.join(text)


def _some_keycaps(rng: Random, text: str) -> str:
    """The first digit, and about half of the others, on keys."""
    shown = enumerate(text)
    return "".join(
        char + "\ufe0f\u20e3" if char.isdigit() and (not at or happens(rng, 0.5)) else char for at, char in shown
    )


def _swapped(table: Mapping[str, tuple[str, ...]]) -> Signs:
    return lambda rng, text: swap(rng, text, table)


def _isolated(rng: Random, text: str) -> str:
    """Within marks that set the direction of writing: invisible, and of no effect on digits."""
    start, end = pick(rng, (("\u2066", "\u2069"), ("\u202a", "\u202c"), ("\u2068", "\u2069")))
    return start + ("\u200e").join(text) + end


DEVELOPMENT: Mapping[str, Signs] = {
    "arabic_indic": _alphabet("٠١٢٣٤٥٦٧٨٩"),
    "bold": _alphabet("𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗"),
    "circled": _alphabet("⓪①②③④⑤⑥⑦⑧⑨"),
    "emoji": _after_each("\ufe0f\u20e3"),
    "emoji_some": _some_keycaps,
    "fullwidth": _alphabet("０１２３４５６７８９"),
    "leet": _swapped(LEET),
    "lookalike": _swapped(LOOKALIKE),
    "struck": _after_each("\u0336"),
    "superscript": _alphabet("⁰¹²³⁴⁵⁶⁷⁸⁹"),
    "zero_width": interleave,
}
FROZEN: Mapping[str, Signs] = {
    "bare_keycap": _after_each("\u20e3"),
    "devanagari": _alphabet("०१२३४५६७८९"),
    "double_struck": _alphabet("𝟘𝟙𝟚𝟛𝟜𝟝𝟞𝟟𝟠𝟡"),
    "isolated": _isolated,
    "monospace": _alphabet("𝟶𝟷𝟸𝟹𝟺𝟻𝟼𝟽𝟾𝟿"),
    "negative_circled": _alphabet("⓿❶❷❸❹❺❻❼❽❾"),
    "persian": _alphabet("۰۱۲۳۴۵۶۷۸۹"),
    "ringed": _after_each("\u20dd"),
    "segmented": _alphabet("🯰🯱🯲🯳🯴🯵🯶🯷🯸🯹"),
    "soft_hyphen": _between("\u00ad"),
    "subscript": _alphabet("₀₁₂₃₄₅₆₇₈₉"),
    "underlined": _after_each("\u0332"),
    "wide_leet": _swapped(WIDE_LEET),
}
