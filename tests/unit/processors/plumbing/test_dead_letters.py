"""A dead letter keeps the record's own bytes, and its id does not change when the record is refused again."""

from datetime import UTC, datetime

import pytest

from processors.plumbing.batch import Outgoing, Received
from processors.plumbing.dead_letters import GaveUp, letter, original, posted
from processors.stage import Reject
from schemas.codec import decode
from schemas.events import DeadLetter
from schemas.topics import DEAD, MAX_BYTES

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
LATER = datetime(2026, 3, 1, 13, tzinfo=UTC)
RECORD = Received("x-ads.raw", 2, 17, 1_700_000_000_000, b"key", b"\x00\xff")


def test_a_letter_says_what_where_and_why() -> None:
    found = letter(RECORD, "enrich", Reject("too_odd", "field title"), NOON)
    assert (found.stage, found.reason, found.detail) == ("enrich", "too_odd", "field title")
    assert (found.topic, found.partition, found.offset) == ("x-ads.raw", 2, 17)
    assert (found.attempts, found.failed_at) == (1, NOON)
    assert found.app_version
    assert letter(RECORD, "enrich", GaveUp("unexpected", "KeyError", 3), NOON).attempts == 3


def test_the_same_record_refused_again_gives_the_same_id() -> None:
    first, again = letter(RECORD, "link", Reject("a"), NOON), letter(RECORD, "link", Reject("b"), LATER)
    assert first.letter_id == again.letter_id


@pytest.mark.parametrize(
    "other",
    [
        RECORD._replace(topic="ads.raw"), RECORD._replace(partition=1), RECORD._replace(offset=18),
        RECORD._replace(timestamp_ms=1_700_000_000_001),
    ],
)  # fmt: skip
def test_another_record_gives_another_id(other: Received) -> None:
    assert letter(RECORD, "link", Reject("a"), NOON).letter_id != letter(other, "link", Reject("a"), NOON).letter_id


def test_another_stage_gives_another_id() -> None:
    ids = {letter(RECORD, stage, Reject("a"), NOON).letter_id for stage in ("file", "notify")}
    assert len(ids) == 2


@pytest.mark.parametrize("key", [b"ad", b"", None, b"\xff\xfe", "é".encode(), b"\xef\xbf\xbd", b"\xed\xa0\x80"])
@pytest.mark.parametrize("value", [b"", None, b"\x00\xff", b"{}" * 1000])
def test_what_is_replayed_is_what_came(key: bytes | None, value: bytes | None) -> None:
    record = RECORD._replace(key=key, value=value)
    on_the_bus = posted(letter(record, "link", Reject("a"), NOON), record, "x-ads.dead")
    assert original(decode(DeadLetter, on_the_bus.value)) == Outgoing("x-ads.raw", key or None, value or b"")


def test_a_letter_has_the_records_key_so_that_letters_about_one_ad_keep_their_order() -> None:
    assert posted(letter(RECORD, "link", Reject("a"), NOON), RECORD, "ads.dead").key == b"key"
    bare = RECORD._replace(key=None)
    assert posted(letter(bare, "link", Reject("a"), NOON), bare, "ads.dead").key


def test_a_letter_about_the_largest_record_still_fits() -> None:
    record = RECORD._replace(value=b"\xff" * MAX_BYTES)
    message = posted(letter(record, "link", Reject("a", "x" * 10_000), NOON), record, "ads.dead")
    assert len(message.value) < DEAD.max_bytes - 10_000
