"""How many ads had each field."""

from pathlib import Path

from spiders.coverage import Coverage
from tests.factories import raw_ad
from tests.unit.spiders.packs import AT, pack


def test_shares(tmp_path: Path) -> None:
    coverage = Coverage(pack(tmp_path))
    assert coverage.shares() == {}
    for ad in (
        raw_ad(title="T", body="", posted_at=AT, fields={"price": "1"}),
        raw_ad(title="T", body="B", posted_at=None, fields={"price": "1", "other": "x"}),
    ):
        coverage.add(coverage.names(ad))
    assert coverage.shares() == {"title": 1.0, "body": 0.5, "posted_at": 0.5, "price": 1.0, "place": 0.0}
