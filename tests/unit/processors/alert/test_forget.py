"""Nothing in the state of alert rules names an erased ad; what other ads gave stays, and the stage goes on with it."""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest

from benchmarks.rules import KINDS, invented, write_rules
from processors.alert import load_rules, process
from processors.alert.assistance import Directory
from processors.alert.forget import forget, remains
from processors.stage import Emit
from processors.state import MemoryTransaction, Store, StoreTransaction
from schemas.ad import ScoredAd
from schemas.alert import Alert
from tests.unit.processors.alert.tables import ad, rule


@pytest.fixture(scope="module")
def ads() -> list[ScoredAd]:
    return list(invented(900, actors=20, seed=7))


@pytest.fixture
def transaction(tmp_path: Path, ads: list[ScoredAd]) -> Iterator[StoreTransaction]:
    """Rules of every kind have seen two thirds of the ads."""
    write_rules(tmp_path / "rules", 2 * len(KINDS))
    stage = process(load_rules(tmp_path / "rules"), Directory())
    with Store(tmp_path / "state") as store, store.begin() as opened:
        stage(ads[:600], opened)
        yield opened


def named(transaction: StoreTransaction, ads: list[ScoredAd]) -> list[int]:
    """How often the id of each ad stands in any table."""
    whole = b"".join(key + value for table in transaction.tables() for key, value in transaction.scan(table))
    return [whole.count(ad.ad_id.encode()) for ad in ads]


def test_nothing_names_an_erased_ad_and_the_others_are_kept(transaction: StoreTransaction, ads: list[ScoredAd]) -> None:
    kept = [ad for ad, times in zip(ads, named(transaction, ads), strict=True) if times]
    gone, stays = kept[::3], kept[1::3]
    before = named(transaction, stays)
    assert len(gone) > 50
    assert remains([ad.ad_id for ad in gone], transaction) > 0

    assert forget([ad.ad_id for ad in gone], transaction) > 0

    assert named(transaction, gone) == [0] * len(gone)
    assert remains([ad.ad_id for ad in gone], transaction) == 0
    assert sum(named(transaction, stays)) > sum(before) / 2  # what told of both is gone


def test_the_stage_goes_on_with_what_is_left(
    transaction: StoreTransaction, ads: list[ScoredAd], tmp_path: Path
) -> None:
    forget([ad.ad_id for ad in islice(ads, 0, 600, 2)], transaction)
    again = process(load_rules(tmp_path / "rules"), Directory())
    assert len(again(ads[600:], transaction)) == 300


def test_of_nothing_nothing_is_forgotten(transaction: StoreTransaction) -> None:
    assert forget([], transaction) == 0
    assert forget(["nobody"], transaction) == 0


def test_a_hit_that_waits_for_a_growing_throttle_is_told_without_the_ad() -> None:
    growing = rule("frequency", count=3, window="10h", throttle={"every": "1h", "up_to": "4h"})
    stage, tx = process([growing], Directory()), MemoryTransaction()
    first, *others = (ad(f"a/{number}@{number / 10}") for number in range(3))
    stage([first, *others], tx)
    assert remains([first.ad_id], tx) > 0
    forget([first.ad_id], tx)
    assert remains([first.ad_id], tx) == 0
    [outcome] = stage([ad("b/9@5")], tx)
    assert isinstance(outcome, Emit)
    [alert] = [record for _, record in outcome.outputs if isinstance(record, Alert)]
    assert alert.ads == tuple(each.ad_id for each in others)
