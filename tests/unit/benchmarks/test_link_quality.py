"""The benchmark of linking measures what it says, and linking does not walk into its traps."""

import pytest

from benchmarks.link_plain import plain
from benchmarks.link_quality import RECIPES, corpora, linked
from benchmarks.link_traps import TRAPS, traps
from benchmarks.partition import clusters, pairs


@pytest.mark.parametrize("name", TRAPS)
def test_linking_avoids_the_traps(name: str) -> None:
    ads = traps(11)[name]
    found, actors = linked(ads)
    named = [(ad.cluster, cluster) for ad, cluster in zip(ads, found, strict=True) if ad.cluster]
    agreement = clusters([wanted for wanted, _ in named], [cluster for _, cluster in named])
    assert agreement.f1 >= 0.98, agreement
    known = [(ad.actor, actor) for ad, actor in zip(ads, actors, strict=True) if ad.actor]
    assert pairs([wanted for wanted, _ in known], [actor for _, actor in known]).f1 >= 0.98


def test_plain_libraries_find_copies_and_chain_bridges() -> None:
    group = plain()["rensa"]
    one, other = (" ".join(f"{letter}{number}" for number in "abcdefghijklmnop") for letter in "xy")
    ours = group([one, other, one])
    assert ours[0] == ours[2] != ours[1]


def test_each_seed_has_every_corpus_and_the_same_traps_again() -> None:
    assert [name for name, _ in corpora(5, range(3, 4))] == [*RECIPES, *TRAPS]
    assert traps(3) == traps(3)
