"""Clear text does not wait in an outbox for longer than ads.raw would keep it."""

import os
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
from structlog.testing import capture_logs

from schemas.codec import encode
from spiders.lock import only_crawl_of
from spiders.outbox import Outbox, Parcel, path_of
from spiders.outdated import give_up
from tests.factories import raw_ad
from tests.unit.spiders.packs import AT

TOPIC = "test-ads.raw"


def ad(number: int, days: float) -> Parcel:
    """An ad seen so many days ago."""
    return Parcel(TOPIC, str(number), msgspec.Raw(encode(raw_ad(observed_at=AT - timedelta(days=days)))))


def filled(home: Path, *parcels: Parcel, days: float = 0, source: str = "invented") -> Outbox:
    """An outbox that was last written so many days ago."""
    outbox = Outbox(path_of(home, source))
    outbox.put(*parcels)
    written = (AT - timedelta(days=days)).timestamp()
    os.utime(outbox.path, (written, written))
    return outbox


SIGHTING = Parcel("test-ads.sightings", "s", msgspec.Raw(b"{}"))
NO_AD = Parcel(TOPIC, "n", msgspec.Raw(b"[]"))


@pytest.mark.parametrize(
    ("parcels", "days", "ads", "left"),
    [
        ((ad(1, 6), ad(2, 6.9)), 6, 0, ["1", "2"]),
        ((ad(1, 8), ad(2, 1), SIGHTING, NO_AD), 1, 1, ["2", "s", "n"]),
        ((ad(1, 9), ad(2, 8), SIGHTING), 8, 2, []),
        ((ad(1, 9),), 1, 1, []),
    ],
)
def test_what_waited_for_too_long_is_given_up(
    tmp_path: Path, parcels: tuple[Parcel, ...], days: float, ads: int, left: list[str]
) -> None:
    outbox = filled(tmp_path, *parcels, days=days)
    written = outbox.path.stat().st_mtime
    with capture_logs() as logs:
        assert give_up(tmp_path, TOPIC, AT) == ads
    assert [each.key for each in outbox.parcels()] == left
    assert outbox.path.exists() == bool(left)
    assert not left or outbox.path.stat().st_mtime == written
    assert [(each["source"], each["ads"]) for each in logs] == ([("invented", ads)] if ads else [])


def test_what_was_refused_has_its_term_too(tmp_path: Path) -> None:
    outbox = filled(tmp_path, ad(1, 8), ad(2, 0))
    outbox.set_aside([ad(1, 8)])
    assert [each.key for each in Outbox(outbox.refused).parcels()] == ["1"]
    assert give_up(tmp_path, TOPIC, AT) == 1
    assert not outbox.refused.exists()
    assert [each.key for each in outbox.parcels()] == ["2"]


def test_a_source_that_is_being_crawled_is_left_alone(tmp_path: Path) -> None:
    outbox = filled(tmp_path, ad(1, 9), days=9)
    with only_crawl_of("invented", tmp_path):
        assert give_up(tmp_path, TOPIC, AT) == 0
    assert outbox.path.exists()


def test_without_outboxes_there_is_nothing_to_do(tmp_path: Path) -> None:
    assert give_up(tmp_path, TOPIC, AT) == 0
