"""A world on a given day: the ads of the first visit, and what each later day changes."""

from collections.abc import Sequence
from random import Random

import msgspec

from simulator.calendar import day_of, lately
from simulator.cases import CASES
from simulator.chance import pick, shuffled, weighted
from simulator.mix import LANGUAGES
from simulator.ordinary import assorted, reposted, single
from simulator.phrases import bank, write
from simulator.records import Change, InventedAd, World
from simulator.scene import Scene
from simulator.sites import JOBS
from simulator.studio import Studio

CASES_EVERY = 300  # ads: so often each planted case occurs, in English and in French by turns
MAKERS = {single: 86, reposted: 10, assorted: 4}
FATES = {"stays": 86, "edited": 6, "removed": 5, "reposted": 3}  # of an ad from one visit to the next
NEW = 0.08  # new ads a visit, as a share of those on the first one


def visit_world(ads: int, seed: int, visit: int) -> World:
    """The world on that visit. Raises ValueError for fewer than one ad, or for a visit before the first."""
    if ads < 1:
        raise ValueError(f"a world has at least one ad, not {ads}")
    observed_at, studio = day_of(visit), Studio(seed)
    found, waiting = _opening(studio, Random(f"{seed}/1"), ads)
    changes: list[Change] = []
    for number in range(2, visit + 1):
        rng = Random(f"{seed}/{number}")
        fresh = [*waiting, *_ordinary(studio, rng, number, round(ads * NEW))]
        found, changes = _pass_a_day(studio, rng, number, found, fresh)
        waiting = []
    return World(tuple(found), seed, visit, observed_at, tuple(changes))


def _opening(studio: Studio, rng: Random, ads: int) -> tuple[list[InventedAd], list[InventedAd]]:
    """The ads of the first visit in random order, and those that the planted cases hold back for the second."""
    found: list[InventedAd] = []
    waiting: list[InventedAd] = []
    for copy in range(max(1, ads // CASES_EVERY)):
        for index, case in enumerate(CASES):
            batch = case(Scene(studio, rng, day_of(1), ("en", "fr")[(copy + index) % 2]))
            found += batch.now
            waiting += batch.later
            if len(found) >= ads:
                return shuffled(rng, found[:ads]), waiting
    return shuffled(rng, found + _ordinary(studio, rng, 1, ads - len(found))), waiting


def _ordinary(studio: Studio, rng: Random, visit: int, count: int) -> list[InventedAd]:
    found: list[InventedAd] = []
    while len(found) < count:
        maker = weighted(rng, MAKERS)
        found += maker(Scene(studio, rng, day_of(visit), weighted(rng, LANGUAGES))).now
    return found[:count]


def _pass_a_day(
    studio: Studio, rng: Random, visit: int, before: Sequence[InventedAd], fresh: Sequence[InventedAd]
) -> tuple[list[InventedAd], list[Change]]:
    """Yesterday's ads, each with its fate, and the fresh ones in front; with the list of what changed."""
    found, changes = [], []
    for ad in fresh:
        found.append(_dated(rng, ad, visit))
        changes.append(Change("new", ad.site, ad.key))
    for ad in before:
        fate = weighted(rng, FATES)
        if fate == "edited":
            found.append(_edited(rng, ad, visit))
            changes.append(Change("edited", ad.site, ad.key))
        elif fate == "removed":
            changes.append(Change("removed", ad.site, ad.key))
        elif fate == "reposted":
            again = msgspec.structs.replace(_dated(rng, ad, visit), key=studio.key(ad.site))
            found.append(again)
            changes.append(Change("reposted", ad.site, again.key, was=ad.key))
        else:
            found.append(ad)
    return found, changes


def _dated(rng: Random, ad: InventedAd, visit: int) -> InventedAd:
    """The ad as posted since the visit before."""
    when = lately(rng, day_of(visit))
    shown = when.replace(hour=0, minute=0) if ad.site == JOBS.source else when
    return msgspec.structs.replace(ad, posted_at=shown if ad.posted_at else None, changed_at=when)


def _edited(rng: Random, ad: InventedAd, visit: int) -> InventedAd:
    """The ad with a line added, under the same key."""
    line = write(pick(rng, bank(ad.answer.language).common["updates"]), rng)
    return msgspec.structs.replace(ad, body=f"{ad.body}\n{line}", changed_at=lately(rng, day_of(visit)))
