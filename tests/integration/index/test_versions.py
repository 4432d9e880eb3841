"""Which of several words about an ad stays in the index."""

from typing import Any

import pytest

from adwatch.reader import Reader
from processors import index as sinks
from processors.settings import ProcessorSettings
from processors.stage import Emit
from schemas.ad import MaskedText
from schemas.topics import INDEXED
from tests import factories
from tests.integration.index.given import LATER

pytestmark = pytest.mark.engines

VERSIONS: dict[str, tuple[dict[str, Any], dict[str, Any], str]] = {
    "later observation": ({}, {"observed_at": LATER}, "second"),
    "earlier observation": ({"observed_at": LATER}, {}, "first"),
    "later revision": ({}, {"revision": 1}, "second"),
    "earlier revision": ({"revision": 1}, {}, "first"),
    "the same again": ({}, {}, "second"),  # it may have been said with more ads at hand
    "later observation, revision begins anew": ({"revision": 7}, {"observed_at": LATER}, "second"),
}


@pytest.mark.parametrize("case", VERSIONS)
def test_the_latest_version_stays_whatever_comes_first_and_all_succeed(case: str, settings: ProcessorSettings) -> None:
    first, second, stays = VERSIONS[case]
    sink = sinks.build(settings)
    for name, changes in (("first", first), ("second", second)):
        ad = factories.scored_ad(masked=MaskedText(title=name), **changes)
        assert sink([ad]) == [Emit(((INDEXED, ad),))]
    with Reader(settings.search) as opened:
        document = opened.ad(ad.ad_id)
    assert document is not None
    assert document.title == stays


def test_what_a_frozen_process_writes_when_it_wakes_holds_until_the_ad_is_told_again(
    settings: ProcessorSettings,
) -> None:
    """`link` was killed and told the first revision twice; a process that had read the first of the two words was
    frozen meanwhile, and others have its partition. Then the ad is told again, and a second one wakes."""
    early, late = (factories.scored_ad(revision=1, masked=MaskedText(title=each)) for each in ("early", "late"))
    again = factories.scored_ad(revision=2, masked=MaskedText(title="again"))
    sink, frozen, frozen_too = (sinks.build(settings) for _ in range(3))
    titles = []
    for process, words in ((sink, [early]), (sink, [late]), (frozen, [early]), (sink, [again]), (frozen_too, [early])):
        assert all(isinstance(each, Emit) for each in process(words))
        with Reader(settings.search) as opened:
            document = opened.ad(early.ad_id)
        assert document is not None
        titles.append(document.title)
    assert titles == ["early", "late", "early", "again", "again"]
