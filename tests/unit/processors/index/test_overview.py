"""Which groups are looked at again when news of ads, merges and splits comes."""

from collections.abc import Sequence
from typing import Any

import pytest
from msgspec.structs import replace

from processors.index.names import ACTORS, CLUSTERS, Index
from processors.index.overview import MOST_OTHERS, News, remember, touched
from processors.pipeline import STAGES
from processors.state import MemoryTransaction
from schemas.codec import decode, encode
from schemas.events import ActorMerged, ClusterMerged, GroupSplit
from schemas.glance import Country, GroupedAd, Times, Where
from schemas.mention import Mention, MentionKind, Place
from tests import factories

SCORED = factories.scored_ad(actor="a-1", actor_ads=2, cluster="c-1", cluster_size=2)
AD = decode(GroupedAd, encode(SCORED))
ALONE = {"actor_ads": 1, "cluster_size": 1}
AGAIN = {"revision": 1}
SEEN_AGAIN = {"history": Times(sightings=2)}
ABROAD = tuple(Where(place=Country(country=each)) for each in ("FR", "ES"))
MERGED = ActorMerged(survivor="a-1", merged="a-2", evidence="x", at=factories.NOON)
DECIDED = ClusterMerged(survivor="c-1", merged="c-2", evidence="x", at=factories.NOON)
SPLIT = GroupSplit(kind="actor", whole="a-0", part="a-1", reason="x", evidence="x", at=factories.NOON)

CASES: dict[str, tuple[Sequence[News], Sequence[News], dict[Index, set[str]]]] = {
    "an ad": ([], [AD], {CLUSTERS: {"c-1"}, ACTORS: {"a-1"}}),
    "an ad without contacts": ([], [replace(AD, actor=None)], {CLUSTERS: {"c-1"}}),
    "an ad alone": ([], [replace(AD, **ALONE)], {}),
    "alone in its cluster": ([], [replace(AD, cluster_size=1)], {ACTORS: {"a-1"}}),
    "an ad that is alone now": ([], [replace(AD, **ALONE, **AGAIN)], {CLUSTERS: {"c-1"}, ACTORS: {"a-1"}}),
    "an ad alone, seen again": ([], [replace(AD, **ALONE, **SEEN_AGAIN)], {CLUSTERS: {"c-1"}, ACTORS: {"a-1"}}),
    "alone in two countries": ([], [replace(AD, **ALONE, mentions=ABROAD)], {CLUSTERS: {"c-1"}, ACTORS: {"a-1"}}),
    "alone in one country": ([], [replace(AD, **ALONE, mentions=ABROAD[:1] * 2)], {}),
    "a sighting": ([], [factories.sighting()], {}),
    "a merge": ([MERGED], [MERGED], {ACTORS: {"a-1", "a-2"}}),
    "an ad after its actors merged": ([MERGED], [AD], {CLUSTERS: {"c-1"}, ACTORS: {"a-1", "a-2"}}),
    "an ad after its clusters merged": ([DECIDED], [AD], {CLUSTERS: {"c-1", "c-2"}, ACTORS: {"a-1"}}),
    "an ad that left its actor": ([SPLIT, MERGED, SPLIT], [AD], {CLUSTERS: {"c-1"}, ACTORS: {"a-0", "a-1", "a-2"}}),
}


def test_of_an_ad_on_the_bus_the_stage_reads_its_groups_and_countries() -> None:
    span: dict[str, Any] = {"start": 0, "end": 1, "surface": "x", "detector": "x"}
    paris = Mention(kind=MentionKind.PLACE, value="Paris", place=Place(id="p", name="Paris", country="FR"), **span)
    age = Mention(kind=MentionKind.AGE, value="20", **span)
    seen = replace(SCORED, revision=3, mentions=(paris, age), history=replace(SCORED.history, sightings=4))
    assert decode(STAGES["overview"].reads.record, encode(seen)) == GroupedAd(
        ad_id=SCORED.ad_id,
        revision=3,
        mentions=(Where(place=Country(country="FR")), Where()),
        cluster="c-1",
        cluster_size=2,
        actor="a-1",
        actor_ads=2,
        history=Times(sightings=4),
    )


@pytest.mark.parametrize("case", CASES)
def test_the_groups_that_news_touches(case: str) -> None:
    before, news, groups = CASES[case]
    tx = MemoryTransaction()
    for each in before:
        remember(each, tx)
    assert touched(news, tx) == groups


def test_of_single_ads_that_left_no_group_is_its_own_other() -> None:
    """Such a split names what they left as whole and as part; the others of that stay."""
    tx = MemoryTransaction()
    whole_again = replace(SPLIT, part=SPLIT.whole)
    for number in range(MOST_OTHERS):
        remember(ActorMerged(survivor=SPLIT.whole, merged=f"m-{number}", evidence="x", at=factories.NOON), tx)
    remember(whole_again, tx)
    assert touched([whole_again], tx)[ACTORS] == {SPLIT.whole, *(f"m-{number}" for number in range(MOST_OTHERS))}


def test_few_others_areremembered_and_the_latest_stay() -> None:
    tx = MemoryTransaction()
    for number in range(MOST_OTHERS + 10):
        remember(ActorMerged(survivor="a-1", merged=f"m-{number}", evidence="x", at=factories.NOON), tx)
    found = touched([AD], tx)[ACTORS]
    assert len(found) == MOST_OTHERS + 1
    assert f"m-{MOST_OTHERS + 9}" in found
