"""Every source pack, found by itself: a new folder under spiders/sources is tested without a line here."""

from datetime import UTC, datetime

import pytest

from schemas.ad import RawAd
from spiders.check import faults
from spiders.how import Listing, Sitemap
from spiders.read import WAYS, read, way_of
from spiders.record import Sighting, to_ad
from spiders.saved import SavedPage, differences, saved_pages
from spiders.source import FOLDER, NEVER, Source, load_source, source_names

NAMES = source_names()
SAVED = [(name, saved) for name in NAMES for saved in saved_pages(load_source(name))]
TODAY = datetime(2026, 11, 25, tzinfo=UTC)


@pytest.fixture(params=NAMES)
def source(request: pytest.FixtureRequest) -> Source:
    return load_source(request.param)


def leads_on(source: Source) -> bool:
    """Does what it reads lead to further pages?"""
    return isinstance(source.read, Listing | Sitemap) or bool(getattr(source.read, "next", None))


def test_every_way_to_read_has_a_pack() -> None:
    assert {type(load_source(name).read) for name in NAMES} == set(WAYS)


def test_what_was_never_run_live_is_switched_off(source: Source) -> None:
    assert not (source.verified == NEVER and source.enabled)


def test_there_are_packs() -> None:
    assert {"demo_classifieds", "demo_feed", "demo_jobs"} <= set(NAMES)


def test_a_pack_is_in_order(source: Source) -> None:
    # on the day of its review: whether that is too old by now, `adwatch sources check` says, not a test of the code
    assert list(faults(source.name, FOLDER, source.terms_reviewed_on)) == []


def test_a_pack_shows_where_it_starts_and_what_it_finds(source: Source) -> None:
    saved = saved_pages(source)
    assert any(page.expected.role is way_of(source).start for page in saved)
    assert any(page.expected.ads for page in saved)
    assert any(page.expected.follow for page in saved) or not leads_on(source)


@pytest.mark.parametrize(("name", "saved"), SAVED, ids=[f"{name}/{saved.path.name}" for name, saved in SAVED])
def test_a_saved_page_yields_what_it_must(name: str, saved: SavedPage) -> None:
    assert list(differences(saved, load_source(name))) == []


def test_every_ad_of_the_saved_pages_can_be_published(source: Source) -> None:
    drafts = [
        (page, draft) for saved in saved_pages(source) for page in [saved.page()] for draft in read(page, source).ads
    ]
    assert drafts
    for page, draft in drafts:
        ad = to_ad(draft, source, page, Sighting("run", TODAY))
        assert isinstance(ad, RawAd)
        assert bool(draft.posted_at) == bool(ad.posted_at)
