"""Linking on generated ads with known answers: F1 may not fall below the pinned floors, on any of the seeds.

The seeds here were never used to choose a threshold.
"""

import json
from pathlib import Path

import pytest

from benchmarks.link_corpus import Invented, Recipe, corpus
from benchmarks.partition import clusters, pairs
from processors.link.lookup import actor_of, cluster_of
from schemas.ids import ad_id
from tests.unit.processors.link.cases import Links, ad

FLOORS = json.loads((Path(__file__).parent / "link_floors.json").read_text(encoding="utf-8"))
SEEDS = (301, 302)
BATCH = 250

CLUSTERS = {
    "no boilerplate, edits to 15 %": Recipe(boilerplate=0.0),
    "boilerplate in half, edits to 15 %": Recipe(boilerplate=0.5),
    "boilerplate in 85 %, edits to 15 %": Recipe(boilerplate=0.85),
    "boilerplate in 85 %, edits to 30 %": Recipe(boilerplate=0.85, edit=0.3),
}
ACTORS = {"no hubs": Recipe(hubs=0.0), "hubs in 5 %": Recipe(hubs=0.05)}


def linked(ads: list[Invented]) -> Links:
    links = Links()
    for start in range(0, len(ads), BATCH):
        links.add(*(ad(one.key, one.text, phones=one.contacts) for one in ads[start : start + BATCH]))
    return links


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("name", CLUSTERS)
def test_clusters(name: str, seed: int) -> None:
    ads = corpus(seed, CLUSTERS[name])
    tx = linked(ads).tx
    agreement = clusters([one.cluster for one in ads], [cluster_of(tx, ad_id("one", one.key)) for one in ads])
    assert agreement.f1 >= FLOORS["clusters"][name], agreement


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("name", ACTORS)
def test_actors(name: str, seed: int) -> None:
    ads = corpus(seed, ACTORS[name])
    tx = linked(ads).tx
    agreement = pairs([one.actor for one in ads], [actor_of(tx, ad_id("one", one.key)) or one.key for one in ads])
    assert agreement.f1 >= FLOORS["actors"][name], agreement


def test_floors_and_cases_belong_together() -> None:
    assert {kind: set(floors) for kind, floors in FLOORS.items()} == {"clusters": set(CLUSTERS), "actors": set(ACTORS)}
