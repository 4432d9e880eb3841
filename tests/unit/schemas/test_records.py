"""Records: what goes on the bus comes back, old fixtures stay readable, exported schemas are current."""

from pathlib import Path

import msgspec
import pytest

from schemas import export, ids
from schemas.ad import last_version
from schemas.codec import UndecodableError, decode, encode
from schemas.topics import TOPICS
from tests import factories

FIXTURES = Path(__file__).parent / "fixtures"
SAMPLES = {
    "ads.raw": factories.raw_ad(),
    "ads.sightings": factories.sighting(),
    "ads.vanished": factories.vanished(),
    "ads.enriched": factories.enriched_ad(),
    "ads.linked": factories.linked_ad(),
    "ads.indexed": factories.scored_ad(),
    "alerts": factories.alert(),
}


@pytest.mark.parametrize("name", SAMPLES)
def test_a_record_comes_back_from_the_bus_as_it_was(name: str) -> None:
    record = SAMPLES[name]
    assert decode(type(record), encode(record)) == record


@pytest.mark.parametrize("path", sorted(FIXTURES.glob("*/*.json")), ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_todays_reader_reads_every_stored_record(path: Path) -> None:
    decode(TOPICS[path.stem].record, path.read_bytes())


def test_every_topic_with_a_sample_has_a_stored_record() -> None:
    assert {path.stem for path in FIXTURES.glob("v1/*.json")} == set(SAMPLES)


def test_exported_schemas_are_current() -> None:
    stored = {path.name: path.read_text(encoding="utf-8") for path in export.FOLDER.glob("*.json")}
    assert stored == export.rendered(), "run: python -m schemas.export"


@pytest.mark.parametrize(
    ("payload", "reason"),
    [
        (None, "empty value"),
        (b"", "empty value"),
        (b"\xff\xfe", "DecodeError"),
        (b"{", "truncated"),
        (b"[]", "Expected `object`"),
        (b'{"ad_id": "x"}', "missing required field"),
        (b"[" * 100_000, "DecodeError"),
    ],
)
def test_what_is_not_a_record_is_refused_with_a_reason(payload: bytes | None, reason: str) -> None:
    with pytest.raises(UndecodableError, match=r".*") as caught:
        decode(TOPICS["ads.raw"].record, payload)
    assert reason in str(caught.value) or "Error" in str(caught.value)


@pytest.mark.parametrize(
    ("good", "bad", "reason"),
    [
        (b'"demo_jobs"', b"7", "Expected `str`"),
        (b'"job_board"', b'"call \\n 07700 900123"', "Invalid enum value - at"),
        (b'"company"', b'"07700 900123":7,"x"', "Expected `str`"),
        (b'"2026-03-01T12:00:00Z"', b'"07700 900123"', "Invalid RFC3339"),
        (b'"2026-03-01T12:00:00Z"', b'"2026-03-01T12:00:00"', "timezone"),
    ],
)
def test_a_refusal_names_the_field_and_never_quotes_the_payload(good: bytes, bad: bytes, reason: str) -> None:
    payload = encode(factories.raw_ad(body="call 07700 900123"))
    assert good in payload
    with pytest.raises(UndecodableError, match=reason) as caught:
        decode(TOPICS["ads.raw"].record, payload.replace(good, bad, 1))
    assert "900123" not in str(caught.value)
    assert "at `$." in str(caught.value)


def test_lone_surrogates_cross_the_bus_one_for_one() -> None:
    ad = factories.raw_ad(body="a\ud800b")
    assert decode(type(ad), encode(ad)).body == "a\ufffdb"


def test_a_reader_of_today_ignores_fields_of_tomorrow() -> None:
    payload = msgspec.json.encode({**msgspec.to_builtins(factories.raw_ad()), "invented_later": 1})
    assert decode(TOPICS["ads.raw"].record, payload) == factories.raw_ad()


def test_a_later_observation_has_the_higher_version_and_so_has_a_later_revision() -> None:
    first = factories.linked_ad()
    revised = msgspec.structs.replace(first, revision=1)
    later = msgspec.structs.replace(first, observed_at=first.observed_at.replace(microsecond=1000))
    often = msgspec.structs.replace(first, revision=100_000)
    assert first.version < revised.version < often.version < last_version(first.version) < later.version
    assert {last_version(each.version) for each in (first, revised, often)} == {last_version(first.version)}


@pytest.mark.parametrize(
    ("one", "other"), [(("a", "bc"), ("ab", "c")), (("site", "1"), ("site", "2")), (("x", "1"), ("y", "1"))]
)
def test_ids_of_different_ads_differ(one: tuple[str, str], other: tuple[str, str]) -> None:
    assert ids.ad_id(*one) != ids.ad_id(*other)


def test_a_token_needs_its_key_and_tells_nothing_of_the_contact() -> None:
    token = ids.contact_token(b"key", "phone", "+447700900123")
    assert token == ids.contact_token(b"key", "phone", "+447700900123")
    assert token != ids.contact_token(b"other", "phone", "+447700900123")
    assert "900123" not in token
