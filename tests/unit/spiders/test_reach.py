"""How far a crawl goes."""

from datetime import UTC, datetime
from pathlib import Path

from spiders.reach import Reach
from spiders.read.page import Draft, Follow, Role, Step
from tests.unit.spiders.packs import pack

NOW = datetime(2026, 11, 25, tzinfo=UTC)
NEW, OLD = "2026-11-20", "2026-09-01"
NEXT = Follow("https://ads.example/2", Role.LIST)
NUMBERED = Follow("https://ads.example/?page=2", Role.LIST, only_if_new=True)


def ad(key: str, posted_at: str = "") -> Draft:
    return Draft(key, "https://ads.example", posted_at=posted_at)


def page(path: str, modified: str = "") -> Follow:
    return Follow(f"https://ads.example/{path}", Role.AD, modified)


def reach(folder: Path, history_days: int | None = 30) -> Reach:
    return Reach(pack(folder, history_days=history_days), NOW)


def test_old_ads_and_pages_are_left_out(tmp_path: Path) -> None:
    step = Step(ads=(ad("1", NEW), ad("2", OLD), ad("3")), follow=(page("a", OLD), page("b", NEW), NEXT))
    within, skipped = reach(tmp_path).within(step)
    assert ([each.key for each in within.ads], within.follow, skipped) == (["1", "3"], (page("b", NEW), NEXT), 2)


def test_a_page_of_old_ads_only_is_the_last(tmp_path: Path) -> None:
    assert reach(tmp_path).within(Step(ads=(ad("1", OLD),), follow=(NEXT,)))[0] == Step()


def test_without_a_limit_everything_is_read(tmp_path: Path) -> None:
    step = Step(ads=(ad("1", OLD),), follow=(page("a", OLD), NEXT))
    assert reach(tmp_path, None).within(step) == (step, 0)


def test_a_site_that_numbers_without_end_is_left_where_nothing_new_comes(tmp_path: Path) -> None:
    far = reach(tmp_path)
    first, again = Step(ads=(ad("1"), ad("2")), follow=(NUMBERED,)), Step(ads=(ad("2"),), follow=(NUMBERED, NEXT))
    assert far.within(first)[0].follow == (NUMBERED,)
    assert far.within(again)[0].follow == (NEXT,)
