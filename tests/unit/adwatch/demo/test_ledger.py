"""The ledger: it balances only when every ad is in exactly one place, and says what is wrong otherwise."""

import pytest

from adwatch.demo.ledger import Ledger


def ledger(**changes: set[str]) -> Ledger:
    good = {
        "served": {"a", "b", "c"},
        "damaged": {"x"},
        "crawled": {"a", "b", "c", "x"},
        "indexed": {"a", "b"},
        "dead": {"x"},
        "children": {"c"},
    }
    return Ledger(**{name: frozenset(ids) for name, ids in (good | changes).items()})


def test_a_good_ledger_says_nothing() -> None:
    assert ledger().differences == ()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"served": {"a", "b", "c", "d"}}, "1 served but not crawled, for example d"),
        ({"crawled": {"a", "b", "c", "x", "z"}}, "1 crawled but never served"),
        ({"indexed": {"a"}}, "1 crawled but neither indexed, dead nor in the children's lane, for example b"),
        ({"indexed": {"a", "b", "z"}}, "1 indexed or refused but never crawled, for example z"),
        ({"indexed": {"a", "b", "c"}}, "1 indexed and also in the children's lane, for example c"),
        ({"dead": {"x", "a"}}, "1 indexed and also dead, for example a"),
        ({"dead": set()}, "1 damaged but not dead, for example x"),
        ({"dead": {"x", "b"}, "indexed": {"a"}}, "1 dead without being damaged, for example b"),
    ],
)
def test_what_does_not_balance_is_named_with_an_example(changes: dict[str, set[str]], said: str) -> None:
    assert any(said in difference for difference in ledger(**changes).differences)
