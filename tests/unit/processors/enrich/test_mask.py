"""Masking: no clear contact and no personal name survives, in the text or in the ad's own address."""

import pytest

from processors.enrich.mask import mask, masked_text
from processors.enrich.mask_url import masked_url
from schemas.mention import Mention, MentionKind
from tests.unit.processors.enrich import reader
from tests.unit.processors.enrich.ads import raw_ad
from tests.unit.processors.enrich.cases import Case, must_read

CONTACTS = [case for kind in ("phones", "emails", "handles", "urls", "wallets") for case in must_read(kind)]


@pytest.mark.parametrize("case", CONTACTS, ids=str)
def test_no_contact_survives(case: Case) -> None:
    mentions = reader.mentions(case.text, case.country, case.language)
    masked = mask(case.text, mentions)
    for one in mentions:
        if one.kind is reader.KINDS[case.kind]:
            assert one.surface not in masked


def test_replaces_in_place_and_keeps_the_rest() -> None:
    text = "Anna, 415-555-0123 or www.anna.example, $80"
    mentions = reader.mentions(text, "US")
    phone = next(one for one in mentions if one.kind is MentionKind.PHONE)
    assert mask(text, mentions) == f"[name], [{phone.token}] or [url], $80"


def test_a_part_of_a_text() -> None:
    text = "before 415-555-0123 after"
    mentions = reader.mentions(text, "US")
    token = f"[{mentions[0].token}]"
    assert mask(text, mentions, 7) == f"{token} after"
    assert mask(text, mentions, 10, 14) == token, "half a number gives half of it away"
    assert mask(text, mentions, 20) == "after"
    assert mask(text, mentions, 0, 3) == "bef"
    assert mask(text, ()) == "before [number] after"


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("On peut me joindre au 05zz36zz49zz79zz42 le soir", "On peut me joindre au [number] le soir"),
        ("0.2.0.7.9.4.6.0.8.6.1", "[number]"),
        ("(020)(7946)(0861)x", "([number])x"),
        ("12345678 is a reference, 2026-11-26 a day, 80/100/150 are prices", None),
        ("from 8 30 to 17 30, 1 500 to 2 000 a month, 24 7", None),
        ("a1b2c3d4", None),
    ],
)
def test_what_nobody_could_read_and_looks_like_a_number_is_hidden(text: str, masked: str | None) -> None:
    assert mask(text, ()) == (text if masked is None else masked)


def test_a_price_is_no_unread_number() -> None:
    text = "pays 1.500.000.000 VND a year"
    mention = Mention(kind=MentionKind.PRICE, value="x", start=5, end=22, surface=text[5:22], detector="prices")
    assert mask(text, (mention,)) == text
    assert mask(text, (mention,), 7, 12) == text[7:12]


def test_title_body_and_fields_each_masked() -> None:
    ad = raw_ad(
        title="Call 415-555-0123", body="or 212-555-0188", fields={"place": "Oakland", "contact": "anna@mail.example"}
    )
    mentions = reader.mentions(ad.text, "US")
    masked = masked_text(ad, mentions, "u", 10_000)
    assert masked.title.startswith("Call [phone-")
    assert masked.body.startswith("or [phone-")
    assert masked.fields["place"] == "Oakland"
    assert masked.fields["contact"].startswith("[email-")


def test_a_number_over_title_and_body_is_masked_in_both() -> None:
    ad = raw_ad(title="Call me 415 555", body="0123 now")
    masked = masked_text(ad, reader.mentions(ad.text, "US"), "", 10_000)
    assert "415" not in masked.title
    assert "0123" not in masked.body


def test_what_was_not_read_is_not_passed_on() -> None:
    ad = raw_ad(title="x" * 10, body="y" * 100, fields={"contact": "415-555-0123"})
    masked = masked_text(ad, (), "", 50)
    assert (masked.title, masked.body, masked.fields) == ("x" * 10, "y" * 39, {"contact": ""})


def holds_contact(text: str) -> bool:
    return any(one.token for one in reader.mentions(text, "US"))


URLS = [
    ("https://site.example/ad/12345?x=1#top", "https://site.example/ad/12345?x=1#top"),
    ("http://site.example:8321/a", "http://site.example:8321/a"),
    ("https://anna:secret@site.example/a", "https://site.example/a"),
    ("https://site.example/415-555-0123/anna", "https://site.example/"),
    ("https://site.example/call-4155550123", "https://site.example/"),
    ("https://site.example/x?mail=jo%40mail.example", "https://site.example/"),
    ("https://site.example/a/%34%31%35-555-0123", "https://site.example/"),
    ("https://4155550123.example/x", "[url]"),
    ("https://[broken/x", "[url]"),
    ("no address", "[url]"),
    ("", ""),
]


@pytest.mark.parametrize(("url", "expected"), URLS)
def test_addresses_lose_what_gives_a_contact_away(url: str, expected: str) -> None:
    assert masked_url(url, (), holds_contact) == expected


def mention(kind: MentionKind, value: str) -> Mention:
    return Mention(kind=kind, value=value, start=0, end=1, surface="x", detector="test", token="t")


KNOWN = [
    (MentionKind.PHONE, "+447700900123", "https://site.example/ad-77-0090-0123.html"),
    (MentionKind.HANDLE, "telegram:anna_rose", "https://site.example/u/Anna_Rose"),
    (MentionKind.EMAIL, "jolene@mail.example", "https://site.example/jolene-here"),
    (MentionKind.PERSON_NAME, "Zuzanna", "https://site.example/ads/zuzanna-25"),
]


@pytest.mark.parametrize(("kind", "value", "url"), KNOWN)
def test_what_the_text_tells_is_looked_for_in_the_address(kind: MentionKind, value: str, url: str) -> None:
    assert masked_url(url, (mention(kind, value),), holds_contact) == "https://site.example/"
    assert (
        masked_url("https://site.example/ad/1", (mention(kind, value),), holds_contact) == "https://site.example/ad/1"
    )
