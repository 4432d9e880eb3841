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
    ("before", "content", "words", "seen"),
    [
        (None, "same", sketch(TEXT), Seen.NEW),
        (BEFORE, "same", sketch(TEXT), Seen.UNCHANGED),
        (BEFORE, "edited", sketch(TEXT + " Still open."), Seen.CHANGED),
        (BEFORE, "other", OTHER, Seen.REUSED),
        (BEFORE._replace(gone=1), "same", sketch(TEXT), Seen.RETURNED),
        (BEFORE._replace(gone=1), "edited", sketch(TEXT + " Again."), Seen.RETURNED),
        (BEFORE._replace(gone=1), "other", OTHER, Seen.REUSED),
    ],
)
def test_comparisons(before: Known | None, content: str, words: bytes, seen: Seen) -> None:
    assert compare(before, content, words) is seen


def test_what_is_remembered_grows_with_each_sighting() -> None:
    first = known_now(raw_ad(content_hash="a", observed_at=NOON), "page", ("title",), None, sent=True)
    later = raw_ad(content_hash="b", observed_at=NOON + timedelta(hours=6))
    second = known_now(later, "page", ("title", "price"), first._replace(gone=1), sent=True)
    assert (first.versions, second.versions, second.gone) == (1, 2, 0)
    assert (second.first_seen, second.last_seen, second.fields) == (AT, AT + 6 * 3600, "title,price")
    unsent = known_now(later, "page", (), second, sent=False)
    assert (unsent.sent_at, unsent.versions, unsent.changed_at) == (second.sent_at, 2, second.changed_at)
    assert (first.changed_at, second.changed_at) == (AT, AT + 6 * 3600)
    assert seen_again(second, NOON + timedelta(hours=12)).last_seen == AT + 12 * 3600
