"""The stories as data: who posts what, in which order, over how many days."""

from collections.abc import Sequence
from functools import cache
from random import Random
from typing import Literal

import msgspec

from simulator.chance import pick
from simulator.corpus.answer import Standing
from simulator.corpus.book import read_yaml
from simulator.corpus.decks import Decks

Statements = tuple[str | tuple[str, ...], ...]  # an indicator, or one of several


class Step(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Ads of one kind within a story."""

    setting: str
    days: tuple[int, int]  # before the end of the story: from, to
    says: Statements = ()
    more: tuple[str, ...] = ()  # further indicators, of which `take` are stated
    take: int = 0
    denies: Statements = ()
    near: Statements = ()
    posts: int = 1
    texts: Literal["one", "several"] = "one"  # one text posted again, or a new text each time
    cities: Literal["one", "several"] = "one"
    names: Literal["none", "one", "several"] = "none"
    contact: Literal["own", "new"] = "own"  # new: the same text under other contacts, each time
    hidden: bool = False  # whether the phone is disguised


class Story(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One actor over time, or several who use one text."""

    standing: Standing
    steps: tuple[Step, ...]
    form: str | None = None
    actor: Literal["private", "company"] = "private"
    reached: Literal["phone", "handle", "email"] | None = None


@cache
def stories() -> dict[str, Story]:
    """All stories by name. Raises msgspec.ValidationError for a key or value that is not known."""
    return msgspec.convert(read_yaml("stories.yml"), dict[str, Story])


def choose(rng: Random, statements: Sequence[str | tuple[str, ...]]) -> tuple[str, ...]:
    """One indicator for each entry."""
    return tuple(one if isinstance(one, str) else pick(rng, one) for one in statements)


def said(decks: Decks, rng: Random, name: str | None, step: Step) -> tuple[str, ...]:
    """What the step states this time."""
    fixed = choose(rng, step.says)
    others = [one for one in decks.deal(("more", name, step.setting), step.more, step.take) if one not in fixed]
    return (*fixed, *others)
