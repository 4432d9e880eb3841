"""Who stands behind a cell of the public figures, on the real search engine."""

from datetime import timedelta
from typing import Any

import pytest

from adwatch.report.tables import tables
from processors import index
from processors.index.client import session
from processors.index.names import ADS
from processors.settings import ProcessorSettings
from schemas.ad import ScoredAd
from schemas.ids import ad_id
from tests.factories import NOON, scored_ad

pytestmark = pytest.mark.engines


def ads(family: str, count: int, **changes: Any) -> list[ScoredAd]:
    """Ads of one kind of source; a `{}` in a value is the number of the ad."""
    return [
        scored_ad(
            ad_id=ad_id(family, str(number)),
            source_family=family,
            **{name: value and value.format(number) for name, value in changes.items()},
        )
        for number in range(count)
    ]


def test_copies_of_one_text_without_a_contact_are_one_advertiser(settings: ProcessorSettings) -> None:
    index.build(settings)(
        [
            *ads("classifieds", 12, actor=None, cluster="c-same"),
            *ads("job_board", 12, actor=None, cluster="c-{}"),
            *ads("social", 12, actor="a-{}", cluster="c-all"),
            *ads("adult_services", 12, actor="a-one", cluster="x-{}"),
        ]
    )
    with session(settings.search) as client:
        client.indices.refresh(index=ADS.read(settings.search.prefix))
        made = tables(client, settings.search.prefix, NOON, NOON + timedelta(days=1))
    families = next(table for table in made.tables if table.kind == "family")
    assert families.cells.keys() == {"social"}
    assert families.left_out == 3  # two stand behind the two small ones, so job_board is left out with them
