"""Records of several partitions in the order in which they came: `1@5` is a record of partition 1 at moment 5."""

from itertools import count

import pytest

from processors.plumbing.batch import Received
from processors.plumbing.merge import MOST, Merge
from processors.state import Place


def fetched(said: str) -> list[Received]:
    offsets = [count() for _ in range(10)]
    records = []
    for each in said.split():
        partition, moment = map(int, each.split("@"))
        records.append(Received("t", partition, next(offsets[partition]), moment, None, None))
    return records


def written(records: list[Received]) -> str:
    return " ".join(f"{record.partition}@{record.timestamp_ms}" for record in records)


# what                                fetched                    behind    taken
CASES = [
    ("one partition", "0@1 0@2 0@3", [], "0@1 0@2 0@3"),
    ("two, one after the other", "0@1 0@4 1@2 1@3", [], "0@1 1@2 1@3 0@4"),
    ("the order within a partition stays", "0@5 0@1 1@3", [], "1@3 0@5 0@1"),
    ("at one moment the lower partition", "1@1 0@1", [], "0@1 1@1"),
    ("one is behind and nothing of it is here", "0@1 0@2", [1], ""),
    ("one is behind and some of it is here", "0@1 0@9 1@2 1@3", [1], "0@1 1@2 1@3"),
    ("a partition that is at its end holds nobody up", "0@1 1@2", [], "0@1 1@2"),
    ("nothing", "", [], ""),
]


@pytest.mark.parametrize(("what", "said", "behind", "taken"), CASES)
def test_take(what: str, said: str, behind: list[int], taken: str) -> None:
    merge = Merge()
    merge.add(fetched(said))
    assert written(merge.take(100, [Place("t", each) for each in behind])) == taken


def test_partitions_of_two_topics_are_apart() -> None:
    merge = Merge()
    other = [each._replace(topic="u") for each in fetched("0@2 0@3")]
    merge.add([*fetched("0@1 0@4"), *other])
    assert [(each.topic, each.timestamp_ms) for each in merge.take(3, [])] == [("t", 1), ("u", 2), ("u", 3)]
    assert (merge.first(Place("t", 0)), merge.first(Place("u", 0))) == (1, None)
    merge.add(other)
    merge.drop(Place("u", 0))
    assert [each.topic for each in merge.take(9, [])] == ["t"]


def test_at_most_so_many_and_the_rest_later() -> None:
    merge = Merge()
    merge.add(fetched("0@1 0@4 1@2 1@3"))
    assert written(merge.take(3, [])) == "0@1 1@2 1@3"
    assert (merge.first(Place("t", 0)), merge.first(Place("t", 1))) == (1, None)
    assert written(merge.take(3, [])) == "0@4"


def test_what_is_fetched_again_is_not_taken_twice() -> None:
    merge = Merge()
    merge.add(fetched("0@1 1@2 1@3"))
    merge.drop(Place("t", 1))
    assert written(merge.take(9, [])) == "0@1"


def test_a_partition_far_behind_does_not_fill_the_memory() -> None:
    merge = Merge()
    merge.add(Received("t", 0, number, number, None, None) for number in range(MOST + 5))
    assert len(merge.take(100, [Place("t", 1)])) == 5
