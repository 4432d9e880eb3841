"""Versions of one ad are alike; two ads are not."""

import pytest

from spiders.likeness import UNLIKE, likeness, sketch

WAREHOUSE = (
    "Warehouse staff wanted in Leeds. Nights, 12 pounds an hour, no experience needed. Accommodation can be arranged "
    "near the site and the first week is paid in advance. Ask for details."
)
FLAT = (
    "Sunny flat to let, two bedrooms and a balcony towards the garden. Ten minutes to the station. Pets are welcome, "
    "deposit of one month, from March."
)
CHINESE = "诚聘仓库工人,夜班,每小时十二英镑,无需经验,可安排住宿。有意者请联系。"


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        (WAREHOUSE, WAREHOUSE, True),
        (WAREHOUSE, WAREHOUSE.replace("12", "14").replace("Nights", "Days"), True),
        (WAREHOUSE, WAREHOUSE + " Position still open! Call now for an interview.", True),
        (CHINESE, CHINESE.replace("夜班", "日班"), True),
        (WAREHOUSE, FLAT, False),
        (CHINESE, FLAT, False),
        ("Room to let.", "Van driver wanted", False),
        ("", WAREHOUSE, True),  # nothing to compare
        ("07700 900123", "07700 900456", True),
    ],
)
def test_versions_are_told_from_other_ads(one: str, other: str, alike: bool) -> None:
    assert (likeness(sketch(one), sketch(other)) >= UNLIKE) is alike


def test_a_sketch_is_small_and_has_no_digits_in_it() -> None:
    assert len(sketch(WAREHOUSE * 1000)) <= 64 * 4
    assert sketch(WAREHOUSE) == sketch(WAREHOUSE.replace("12", "99"))


def test_anything_has_a_sketch() -> None:
    assert sketch("\ud800\0\u202e" * 10) == sketch("\ud800\0\u202e" * 10)
