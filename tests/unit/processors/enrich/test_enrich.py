"""The stage: raw ads in, enriched ads out, children's lane apart."""

import random
from datetime import UTC, datetime

import pytest
from msgspec.structs import replace

from processors.enrich import build
from processors.enrich.read import LIMIT
from processors.errors import StageStoppedError
from processors.settings import ProcessorSettings, SecretSettings
from processors.stage import Emit, Process
from schemas.ad import EnrichedAd, RawAd
from schemas.codec import decode, encode
from schemas.mention import CONTACT_KINDS, MentionKind
from schemas.topics import ENRICHED
from tests.growth import is_linear
from tests.unit.processors.enrich.ads import raw_ad


def settings(**secrets: str) -> ProcessorSettings:
    return ProcessorSettings(secrets=SecretSettings.model_validate(secrets))


@pytest.fixture(scope="module")
def process() -> Process:
    return build(settings(token_key="a key for tests only", url_key="another"))


def enriched(process: Process, ad: RawAd) -> EnrichedAd:
    (outcome,) = process([ad])
    assert isinstance(outcome, Emit)
    ((topic, record),) = outcome.outputs
    assert topic is ENRICHED
    assert isinstance(record, EnrichedAd)
    return record


AD = raw_ad(
    title="Farm hands wanted",
    body="We need pickers. Call Anna: 4️⃣1️⃣5️⃣ five five 5 zero 1 2 3 or write to "
    "jobs (at) farm (dot) example. Pay is $18 per hour, 40 hours per week, 3 months. You are 21 to 45 years old. "
    "We are River Farm Ltd. Starts 1 December.",
    fields={"place": "Fresno", "telegram": "river_farm", "price": "18"},
    country_hint="US",
)


@pytest.mark.parametrize(("year", "reason"), [(1970, None), (2026, None), (2099, "observed_in_the_future")])
def test_an_ad_seen_in_the_future_is_refused_at_the_entrance(process: Process, year: int, reason: str | None) -> None:
    """Its version would be the newest for ever, and hide every true edition of the ad."""
    (outcome,) = process([replace(AD, observed_at=datetime(year, 1, 2, tzinfo=UTC))])
    assert getattr(outcome, "reason", None) == reason


def test_reads_an_ad_from_end_to_end(process: Process) -> None:
    ad = enriched(process, AD)
    values = {(one.kind.value, one.value) for one in ad.mentions}
    assert values >= {
        ("phone", "+14155550123"),
        ("email", "jobs@farm.example"),
        ("handle", "telegram:river_farm"),
        ("price", "18 USD/hour"),
        ("age", "21"),
        ("age", "45"),
        ("hours", "40 h/week"),
        ("duration", "P3M"),
        ("person_name", "Anna"),
        ("organisation", "River Farm"),
        ("date", "2026-12-01"),
    }
    assert ad.facts.language == "en"
    assert ad.facts.supported
    assert ad.facts.words > 30
    assert ad.facts.changes == {"emoji": 3}
    assert ad.signature
    assert ad.shingles
    assert ad.catalogue_version


def test_keeps_the_raw_ad_and_masks_what_may_be_shown(process: Process) -> None:
    ad = enriched(process, AD)
    assert {name: getattr(ad, name) for name in RawAd.__struct_fields__} == {
        name: getattr(AD, name) for name in RawAd.__struct_fields__
    }
    shown = " ".join((ad.masked.title, ad.masked.body, *ad.masked.fields.values()))
    for one in ad.mentions:
        if one.kind in CONTACT_KINDS | {MentionKind.PERSON_NAME}:
            assert one.surface not in shown
        if one.token:
            assert one.token in shown


def test_spans_point_into_the_ad(process: Process) -> None:
    ad = enriched(process, AD)
    assert all(one.surface == ad.text[one.start : one.end] for one in ad.mentions)


def test_answers_one_outcome_per_ad_in_order(process: Process) -> None:
    ads = [raw_ad(ad_id=f"a{number}", body=f"Call 415-555-01{number:02}") for number in range(30)]
    records = [outcome.outputs[0][1] for outcome in process(ads) if isinstance(outcome, Emit)]
    assert [record.ad_id for record in records] == [ad.ad_id for ad in ads]  # type: ignore[attr-defined]


@pytest.mark.parametrize("secrets", [{}, {"token_key": ""}])
def test_does_not_start_without_the_key_of_tokens(secrets: dict[str, str]) -> None:
    with pytest.raises(StageStoppedError, match="token_key"):
        build(settings(**secrets))


def test_another_key_gives_other_tokens(process: Process) -> None:
    other = build(settings(token_key="a different key", url_key="another"))
    tokens = [{one.token for one in enriched(each, AD).mentions if one.token} for each in (process, other)]
    assert len(tokens[0]) == len(tokens[1]) > 0
    assert tokens[0].isdisjoint(tokens[1])


ODD = {
    "empty": "",
    "nul": "\x00" * 50,
    "lone surrogates": "\ud800 call 415-555-0123 \udfff",
    "right to left": "\u202e3210-555-514\u202c",
    "one long token": "a" * 200_000,
    "a long number": "4155550123" * 20_000,
    "only emoji": "💋" * 5_000,
    "zalgo": "a\u0336\u0301\u0302" * 5_000,
    "html": "<b>&#52;" * 10_000,
}


@pytest.mark.parametrize("body", ODD.values(), ids=ODD.keys())
def test_any_text_is_read_and_travels(process: Process, body: str) -> None:
    ad = enriched(process, raw_ad(body=body))
    assert decode(EnrichedAd, encode(ad)).ad_id == ad.ad_id


def test_what_is_too_long_is_cut_and_said_so(process: Process) -> None:
    ad = enriched(process, raw_ad(body="word " * LIMIT + "415-555-0123"))
    assert ad.facts.changes["truncated"] == 1
    assert len(ad.masked.body) <= LIMIT
    assert "0123" not in ad.masked.body
    assert "truncated" not in enriched(process, AD).facts.changes


UNITS = (
    "1o", "4-1-5-", "1-2h", "a@a.", "a at b dot ", "www.", "(at)", "one ", "sept ", "$1", "1$", "25 ", "1h ", "12 34 ",
    "+1 ", "/a", "a\u200b", "аa", "<b", "&", "id 415 ", "t.me/", "@a_", "call Anna ", "一", "((", "- ", "415 555 0123 ",
    "Blue Ltd ", "S.L. ", "& A", "1 May ", "to 1/12 ", "in 3 days ",
    "• ", "0xx ", "no fee ", "licence 1 ", "two hundred euros ", "from Lyon to Paris ",
)  # fmt: skip


@pytest.mark.parametrize("unit", UNITS)
def test_time_is_linear_in_the_length(process: Process, unit: str) -> None:
    def read(length: int) -> None:
        enriched(process, raw_ad(body=(unit * length)[:length]))

    assert is_linear(read, 3_000)


def test_the_same_ad_is_read_the_same_every_time(process: Process) -> None:
    ads = [AD, raw_ad(body="Bonjour, appelez le 06 39 98 00 11", language_hint="fr"), raw_ad(body="x")]
    first = [enriched(process, ad) for ad in ads]
    shuffled = list(zip(ads, first, strict=True))
    random.Random(3).shuffle(shuffled)
    assert all(enriched(process, ad) == seen for ad, seen in shuffled)
