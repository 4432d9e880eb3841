"""The frozen share of the corpus, read and scored once by the whole chain: no figure is below its pinned floor."""

from pathlib import Path

import pytest

from adwatch import chain
from benchmarks.corpus import Pair, read
from benchmarks.floors import below, load_floors
from benchmarks.indicators import is_text, measured
from benchmarks.indicators import tables as indicator_tables
from benchmarks.score import judged
from benchmarks.score_tables import tables as score_tables
from processors.catalogue import Catalogue, load
from processors.settings import ProcessorSettings

ROUNDS, SEED = 2, 7  # of the benchmarks, to which the floors belong


@pytest.fixture(scope="module")
def settings() -> ProcessorSettings:
    catalogue = Path(__file__).parents[2] / "catalogue"
    return chain.with_keys(ProcessorSettings(catalogue=catalogue))


@pytest.fixture(scope="module")
def catalogue(settings: ProcessorSettings) -> Catalogue:
    return load(settings.catalogue)


@pytest.fixture(scope="module")
def pairs(settings: ProcessorSettings) -> list[Pair]:
    return list(read("frozen", SEED, ROUNDS, settings))


def test_indicators_are_found_as_well_as_pinned(pairs: list[Pair], catalogue: Catalogue) -> None:
    details = indicator_tables(measured(pairs, catalogue), catalogue)
    assert below(load_floors()["indicators"], details) == []


def test_the_score_is_as_good_as_pinned(pairs: list[Pair], settings: ProcessorSettings, catalogue: Catalogue) -> None:
    looked_for = {name for name, one in catalogue.indicators.items() if is_text(one)}
    details = score_tables(list(judged(pairs, settings, looked_for)), looked_for)
    assert below(load_floors()["score"], details) == []


def test_no_ad_of_the_corpus_goes_to_the_childrens_lane(pairs: list[Pair]) -> None:
    assert [(ad.answer.language, ad.answer.case) for ad, found in pairs if found is None] == []
