"""The tables of sequences as a family: every kind of rule has one, and none is short."""

from collections import Counter

from processors.alert.kinds import KINDS
from tests.unit.processors.alert import (
    test_any,
    test_frequency,
    test_in_order,
    test_in_steps,
    test_listed,
    test_new_identifier,
    test_windows,
)

LEAST = 8


def test_every_kind_has_its_table() -> None:
    tables = [*test_windows.CASES, *test_in_order.CASES, *test_in_steps.CASES, *test_listed.CASES]
    sequences = Counter(tried.file.kind for tried, *_ in tables)
    sequences["any"] += len(test_any.PER_AD)
    sequences["frequency"] += len(test_frequency.CASES)
    sequences["new_identifier"] += len(test_new_identifier.CASES)
    assert {kind: sequences[kind] for kind in KINDS if sequences[kind] < LEAST} == {}
