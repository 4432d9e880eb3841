"""The obfuscation laboratory: phones, e-mail addresses, handles, prices and ages hidden in named styles.

Two splits that share no style but "plain", no sentence and no seed. Whoever writes detectors may read the development
split; nobody looks at single ads of the frozen one, or tunes on it. How people hide things was written down for both
without looking at a detector.
"""

from collections.abc import Iterable
from random import Random

from simulator.calendar import day_of
from simulator.contacts import ContactBook
from simulator.laboratory.compose import Bench
from simulator.laboratory.numbers import words
from simulator.laboratory.styles import Split, style_names, styles
from simulator.records import World

SPLITS: tuple[Split, ...] = ("development", "frozen")

__all__ = ["SPLITS", "Split", "laboratory", "languages", "style_names", "styles"]


def languages() -> tuple[str, ...]:
    """The languages in which things can be hidden."""
    return tuple(words())


def laboratory(split: Split, seed: int = 7, rounds: int = 2, only: Iterable[str] = ()) -> World:
    """Every style of the split at least `rounds` times in each language. Raises ValueError for a language it lacks."""
    chosen = tuple(only) or languages()
    if unknown := sorted(set(chosen) - set(languages())):
        raise ValueError(f"nothing to hide in {', '.join(unknown)}; there are {', '.join(languages())}")
    book = ContactBook(seed)
    ads = tuple(
        ad
        for language in chosen
        for ad in Bench(split, language, Random(f"laboratory/{seed}/{split}/{language}"), book).ads(rounds)
    )
    return World(ads, seed, 1, day_of(1))
