"""How well copies and actors are found in generated ads with known answers, beside libraries that are used plainly."""

import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from benchmarks.line import line
from benchmarks.link_ads import SETTINGS, START, enriched, id_of
from benchmarks.link_corpus import Invented, Recipe, corpus
from benchmarks.link_plain import plain
from benchmarks.link_traps import traps
from benchmarks.partition import Agreement, clusters, pairs
from processors.link import build
from processors.link.lookup import actor_of, cluster_of
from processors.state import MemoryTransaction

TARGET = FLOOR = 0.95  # of no run, on no seed, may it be less
BATCH = 250
RECIPES = {
    "0 % boilerplate, edits to 15 %": Recipe(boilerplate=0.0),
    "50 % boilerplate, edits to 15 %": Recipe(boilerplate=0.5),
    "85 % boilerplate, edits to 15 %": Recipe(boilerplate=0.85),
    "0 % boilerplate, edits to 30 %": Recipe(boilerplate=0.0, edit=0.3),
    "50 % boilerplate, edits to 30 %": Recipe(boilerplate=0.5, edit=0.3),
    "85 % boilerplate, edits to 30 %": Recipe(boilerplate=0.85, edit=0.3),
}
Groups = Sequence[object]  # for each ad, the group it is in
Figures = dict[str, dict[str, dict[str, float]]]  # corpus -> measure -> the lowest of all seeds


def run(ads: int, seeds: int, seed: int) -> int:
    """Measure and print the JSON line. Exit code 1 when a cluster F1 is below the floor."""
    systems: dict[str, Callable[[Sequence[str]], Groups]] = dict(plain())
    found: defaultdict[str, Figures] = defaultdict(dict)
    spent: defaultdict[str, float] = defaultdict(float)
    count = 0
    for name, one in corpora(ads, range(seed, seed + seeds)):
        count += len(one)
        began = time.process_time()
        ours, actors = linked(one)
        spent["adwatch"] += time.process_time() - began
        _note(found["adwatch"], name, one, ours)
        _lowest(found["adwatch"][name], "actor pairs", pairs(*_known([ad.actor for ad in one], actors)))
        for system, group in systems.items():
            began = time.process_time()
            groups = group([ad.text for ad in one])
            spent[system] += time.process_time() - began
            _note(found[system], name, one, groups)
    lowest = {system: min(each["clusters"]["f1"] for each in figures.values()) for system, figures in found.items()}
    details: dict[str, Any] = {
        "ads": count,
        "seeds": seeds,
        "lowest_cluster_f1": lowest,
        "microseconds_per_ad": {system: round(seconds / count * 1e6) for system, seconds in spent.items()},
        "lowest_of_all_seeds": found,
        "left_out": [] if "datasketch" in systems else ["datasketch: install the extra `bench`"],
    }
    versions = ("numpy", *systems)
    print(line("link-quality", lowest["adwatch"], "cluster F1", TARGET, details, versions))
    return 0 if lowest["adwatch"] >= FLOOR else 1


def corpora(ads: int, seeds: range) -> Iterator[tuple[str, list[Invented]]]:
    """Every corpus of every seed, by the name of its kind."""
    for seed in seeds:
        for name, recipe in RECIPES.items():
            yield name, corpus(seed, Recipe(ads, recipe.boilerplate, recipe.edit, recipe.hubs))
        yield from traps(seed).items()


def linked(ads: Sequence[Invented]) -> tuple[Groups, Groups]:
    """The cluster and the actor of each ad; an ad without an actor is one by itself."""
    process, tx = build(SETTINGS, now=START.timestamp), MemoryTransaction()
    for start in range(0, len(ads), BATCH):
        process(list(enriched(ads[start : start + BATCH], start)), tx)
    ids = [id_of(one) for one in ads]
    return [cluster_of(tx, one) for one in ids], [actor_of(tx, one) or one for one in ids]


def _note(figures: Figures, name: str, ads: Sequence[Invented], groups: Groups) -> None:
    wanted, got = _known([ad.cluster for ad in ads], groups)
    measured = figures.setdefault(name, {})
    _lowest(measured, "clusters", clusters(wanted, got))
    _lowest(measured, "pairs", pairs(wanted, got))


def _known(truth: Sequence[str], found: Groups) -> tuple[list[Any], list[Any]]:
    """Without the ads whose group nobody can name."""
    both = [(wanted, got) for wanted, got in zip(truth, found, strict=True) if wanted]
    return [wanted for wanted, _ in both], [got for _, got in both]


def _lowest(measured: dict[str, dict[str, float]], what: str, now: Agreement) -> None:
    before = measured.get(what, {})
    named = {"precision": now.precision, "recall": now.recall, "f1": now.f1}
    measured[what] = {name: min(round(value, 4), before.get(name, 1.0)) for name, value in named.items()}
