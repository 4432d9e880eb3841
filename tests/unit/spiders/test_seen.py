"""What a sighting says of an ad."""

from datetime import timedelta

import pytest

from schemas.sighting import Seen
from spiders.history import Known
from spiders.likeness import sketch
from spiders.seen import compare, known_now, seen_again
from tests.factories import NOON, raw_ad

TEXT = "Fruit pickers wanted\nSeasonal work on a farm near Lyon."
OTHER = sketch("Sunny flat to let, two bedrooms, from March")
AT = NOON.timestamp()
BEFORE = Known("https://jobs.example/1", "same", sketch(TEXT), "title", AT, AT, AT, AT)


@pytest.mark.parametrize(
    ("before", "now", "seen"),
    [
        (None, BEFORE, Seen.NEW),
        (BEFORE, BEFORE, Seen.UNCHANGED),
        (BEFORE, BEFORE._replace(content="edited", sketch=sketch(TEXT + " Still open.")), Seen.CHANGED),
        (BEFORE, BEFORE._replace(content="other", sketch=OTHER), Seen.REUSED),
        (BEFORE._replace(gone=1), BEFORE, Seen.RETURNED),
        (BEFORE._replace(gone=1), BEFORE._replace(content="edited"), Seen.RETURNED),
        (BEFORE._replace(gone=1), BEFORE._replace(content="other", sketch=OTHER), Seen.REUSED),
    ],
)
def test_comparisons(before: Known | None, now: Known, seen: Seen) -> None:
    assert compare(before, now) is seen


def test_what_is_remembered_grows_with_each_sighting() -> None:
    first = known_now(raw_ad(content_hash="a", observed_at=NOON), "page", ("title",), None)
    later = raw_ad(content_hash="b", observed_at=NOON + timedelta(hours=6))
    second = known_now(later, "page", ("title", "price"), first._replace(gone=1))
    assert (first.versions, second.versions, second.gone) == (1, 2, 0)
    assert (second.first_seen, second.last_seen, second.fields) == (AT, AT + 6 * 3600, "title,price")
    assert (first.changed_at, second.changed_at) == (AT, AT + 6 * 3600)
    assert (first.sent_at, second.sent_at) == (AT, AT)  # until it is sent
    latest = raw_ad(content_hash="b", observed_at=NOON + timedelta(hours=12))
    third = known_now(latest, "page", (), second)
    assert (third.versions, third.changed_at, third.sketch) == (2, second.changed_at, second.sketch)
    assert seen_again(second, NOON + timedelta(hours=12)).last_seen == AT + 12 * 3600
