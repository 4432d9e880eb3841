"""Ads for the laboratory: one thing of each kind, each in a style, between sentences that hide nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from random import Random
from typing import Any

from schemas.mention import MentionKind
from simulator.calendar import day_of, some_time
from simulator.chance import between, few, happens, pick, shuffled
from simulator.contacts import Contact, ContactBook
from simulator.laboratory.amounts import CURRENCIES, Age, Price
from simulator.laboratory.handles import HOSTS, LABELS
from simulator.laboratory.numbers import read
from simulator.laboratory.styles import Split, Style, styles
from simulator.phrases import shared
from simulator.records import Answer, InventedAd, PlantedContact
from simulator.sites import CLASSIFIEDS

CONTACTS = (MentionKind.PHONE, MentionKind.EMAIL, MentionKind.HANDLE)
TIMES = ("hour", "half_hour", "night")
CARRIERS = {
    MentionKind.PHONE: "phones", MentionKind.EMAIL: "emails", MentionKind.PRICE: "prices", MentionKind.AGE: "ages",
}  # fmt: skip
EMPTY = 0.15  # ads without anything hidden, for each ad with


@dataclass(frozen=True, slots=True)
class Bench:
    """Where the ads of one split and language are made."""

    split: Split
    language: str
    rng: Random
    book: ContactBook

    def ads(self, rounds: int) -> list[InventedAd]:
        """Every style of every kind at least once a round; then ads in which nothing is hidden."""
        kinds = styles(self.split)
        most = max(len(own) for own in kinds.values())
        decks = {kind: _dealt(self.rng, list(own.items()), most * rounds) for kind, own in kinds.items()}
        plans = [{kind: decks[kind][at] for kind in kinds} for at in range(most * rounds)]
        plans += [{} for _ in range(int(len(plans) * EMPTY))]
        return [self._ad(f"{self.split[0]}{self.language}{at}", plan) for at, plan in enumerate(plans)]

    def _ad(self, key: str, plan: Mapping[MentionKind, tuple[str, Style]]) -> InventedAd:
        rng, phrases = self.rng, _phrases(self.split)[self.language]
        country = pick(rng, tuple(CURRENCIES))
        planted = tuple(self._plant(kind, name, style, country) for kind, (name, style) in plan.items())
        carried = [_carried(rng, phrases, one) for one in planted]
        decoys = [_decoy(rng, text) for text in few(rng, phrases["decoys"], between(rng, 0, 2) if planted else 2)]
        lines = [pick(rng, phrases["opens"]), *shuffled(rng, [*carried, *decoys]), pick(rng, phrases["closes"])]
        contacts = tuple(one for one in planted if one.kind in CONTACTS)
        facts = tuple(one for one in planted if one.kind not in CONTACTS)
        posted = some_time(rng, day_of(1))
        answer = Answer("laboratory", self.language, key, contacts=contacts, facts=facts)
        return InventedAd(
            CLASSIFIEDS.source, key, pick(rng, phrases["titles"]), "\n".join(lines), {}, country, posted, posted, answer
        )

    def _plant(self, kind: MentionKind, name: str, style: Style, country: str) -> PlantedContact:
        thing, surface = self._written(kind, style, country)
        if name != "plain":
            while surface == styles(self.split)[kind]["plain"].write(self.rng, thing, self.language):
                thing, surface = self._written(kind, style, country)  # nothing to hide in "25" for who swaps 0 and 1
        value = thing.value if isinstance(thing, Contact) else thing.value()
        return PlantedContact(kind, value, surface, name, also=_also(thing, style))

    def _written(self, kind: MentionKind, style: Style, country: str) -> tuple[Contact | Price | Age, str]:
        thing = self._thing(kind, style, country)
        return thing, style.write(self.rng, thing, self.language)

    def _thing(self, kind: MentionKind, style: Style, country: str) -> Contact | Price | Age:
        rng = self.rng
        if kind is MentionKind.PHONE:
            phone = self.book.phone(country, private=happens(rng, 0.7))
            if phone is None:
                raise ValueError("the numbers reserved for fiction are used up: ask for fewer rounds")
            return phone
        if kind is MentionKind.EMAIL:
            return self.book.email(rng, None)
        if kind is MentionKind.HANDLE:
            network, words = pick(rng, tuple(HOSTS if style.linked else LABELS)), shared()["handle_words"]
            return Contact(kind, f"{network}:{pick(rng, words)}_{pick(rng, words)}{between(rng, 10, 99)}")
        if kind is MentionKind.PRICE:
            per = pick(rng, TIMES)
            time = pick(rng, _phrases(self.split)[self.language][per])
            return Price(between(rng, 5, 39) * 10, country, per, time)
        return Age(between(rng, 21, 49), day_of(1).year)


def _also(thing: Contact | Price | Age, style: Style) -> tuple[str, ...]:
    """What else may be read from a style that leaves something open."""
    if isinstance(thing, Price) and style.unclear == "currency":
        codes = ("-", *(code for _, code in CURRENCIES.values()))
        return tuple(f"{thing.number} {code} {thing.per}" for code in codes)
    if isinstance(thing, Age) and style.unclear == "birthday":
        return (str(thing.number - 1),)
    if isinstance(thing, Contact) and style.unclear == "network":
        return tuple(f"{network}:{thing.value.partition(':')[2]}" for network in ("unknown", *LABELS))
    return ()


def _carried(rng: Random, phrases: Mapping[str, Sequence[str]], planted: PlantedContact) -> str:
    carrier = CARRIERS.get(planted.kind)
    return pick(rng, phrases[carrier]).format(planted.surface) if carrier else planted.surface


def _decoy(rng: Random, text: str) -> str:
    return "".join(str(between(rng, 1, 9)) if char == "#" else char for char in text)


def _dealt(rng: Random, cards: Sequence[Any], count: int) -> list[Any]:
    """So many cards, all of them before any comes again."""
    dealt: list[Any] = []
    while len(dealt) < count:
        dealt += shuffled(rng, cards)
    return dealt[:count]


@cache
def _phrases(split: Split) -> Mapping[str, Any]:
    return read(f"{split}.yml")
