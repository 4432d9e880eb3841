"""How often what occurs: languages, countries, kinds, sites, indicators. Shares are weights, not probabilities."""

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

from simulator.chance import between, few, happens, weighted
from simulator.phrases import bank
from simulator.sites import CLASSIFIEDS, FEED, JOBS

LANGUAGES = {"en": 55, "fr": 36, "es": 5, "ru": 4}
COUNTRIES = {"en": {"GB": 65, "US": 35}, "fr": {"FR": 1}, "es": {"US": 1}, "ru": {"GB": 4, "US": 3, "FR": 3}}
KINDS = {
    "farm": 8, "cleaning": 8, "hospitality": 8, "care": 6, "construction": 7, "warehouse": 6, "office": 4,
    "call_centre": 2, "massage": 12, "companion": 8, "hostess": 4, "furniture": 8, "bike": 5, "flat": 6, "lessons": 6,
    "trip": 4,
}  # fmt: skip
HOUSEHOLD = {"furniture": 8, "bike": 5, "flat": 2, "lessons": 3}  # what one private person advertises side by side
SITES = {
    "job": {JOBS.source: 55, CLASSIFIEDS.source: 45},
    "service": {FEED.source: 85, CLASSIFIEDS.source: 15},
    "travel": {CLASSIFIEDS.source: 60, FEED.source: 40},
}
SAID = {
    "job": {
        "LB-08": 10, "LB-10": 8, "LB-02": 8, "LB-12": 6, "LB-11": 4, "LB-09": 4, "LB-17": 4, "LB-06": 3, "LB-14": 3,
        "LB-16": 3, "LB-01": 3, "LB-07": 2, "LB-13": 2, "LB-15": 2, "LB-18": 2, "LB-22": 2, "LB-20": 1, "LB-21": 1,
        "LB-30": 1, "LB-32": 1, "LB-33": 1, "LB-34": 1, "LB-19": 1, "FI-04": 1, "CT-01": 1, "OR-07": 1,
    },
    "service": {
        "SX-07": 10, "SX-09": 6, "SX-11": 4, "SX-03": 3, "SX-01": 3, "SX-16": 2, "SX-17": 1, "SX-20": 1, "FI-01": 1,
    },
    "travel": {"ST-01": 1, "ST-03": 1, "LB-11": 1},
}  # fmt: skip
HOW_MANY = {  # indicators an ordinary ad states
    "job": {0: 30, 1: 38, 2: 22, 3: 8, 4: 2},
    "service": {0: 42, 1: 40, 2: 15, 3: 3},
    "travel": {0: 92, 1: 8},
}
CONFLICTS = ({"LB-01", "LB-15", "LB-24"},)  # never more than one of these in one ad
PRIVATE = 0.2  # of the job ads name no employer
LICENSED = 0.15  # of the job ads come from a licensed agency
INDEPENDENT = 0.15  # of the service ads come from long independent providers
DENYING = 0.15  # of the other job ads deny something: "no fees"


@dataclass(frozen=True, slots=True)
class Idea:
    """What an ad is to be."""

    language: str
    country: str
    kind: str
    family: str
    company: bool = False
    says: tuple[str, ...] = ()
    denies: tuple[str, ...] = ()
    website: bool = False


def idea(
    rng: Random, language: str | None = None, country: str | None = None, kinds: Mapping[str, int] = KINDS
) -> Idea:
    """An ordinary ad, drawn from the shares above where nothing else is said."""
    language = language or weighted(rng, LANGUAGES)
    country = country or weighted(rng, COUNTRIES[language])
    phrases = bank(language)
    kind = weighted(rng, {name: share for name, share in kinds.items() if name in phrases.kinds})
    family = phrases.kinds[kind].family
    says, denies = _statements(rng, language, kind, family)
    company = family == "job" and ("LB-35" in says or not happens(rng, PRIVATE))
    return Idea(language, country, kind, family, company, says, denies, website="SX-23" in says)


def site_for(rng: Random, family: str) -> str:
    """A site that carries ads of the family."""
    return weighted(rng, SITES.get(family, {CLASSIFIEDS.source: 1}))


def _statements(rng: Random, language: str, kind: str, family: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Indicators that the ad states, and those it denies."""
    phrases = bank(language)
    deniable = tuple(phrases.denies)
    if family == "job" and happens(rng, LICENSED):
        return ("LB-35",), tuple(few(rng, deniable, between(rng, 0, 2)))
    if family == "service" and "SX-23" in phrases.says and happens(rng, INDEPENDENT):
        return ("SX-23",), ()
    choices = {name: share for name, share in SAID.get(family, {}).items() if name in phrases.says}
    if kind == "care" and "LB-31" in phrases.says:
        choices["LB-31"] = 4
    if kind == "hostess" and "SX-10" in phrases.says:
        choices["SX-10"] = 8
    says = _draw(rng, choices, weighted(rng, HOW_MANY.get(family, {0: 1})))
    if family != "job" or not happens(rng, DENYING):
        return says, ()
    stated = {name for said in says for name in (said, *phrases.also.get(said, ()))}
    return says, tuple(few(rng, [name for name in deniable if name not in stated], between(rng, 1, 2)))


def _draw(rng: Random, choices: dict[str, int], count: int) -> tuple[str, ...]:
    said: list[str] = []
    while choices and len(said) < count:
        name = weighted(rng, choices)
        said.append(name)
        gone = {name}.union(*(group for group in CONFLICTS if name in group))
        choices = {other: share for other, share in choices.items() if other not in gone}
    return tuple(said)
