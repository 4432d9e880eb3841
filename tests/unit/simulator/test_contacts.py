"""Contacts are invented: only numbers kept free for fiction, only domains that cannot exist, and never one twice."""

import re
from random import Random

import phonenumbers
import pytest

from schemas.mention import CONTACT_KINDS, MentionKind
from simulator import World
from simulator.advertiser import Advertisers
from simulator.contacts import ContactBook

FICTION = re.compile(  # as regulators publish them: Ofcom, NANPA, ARCEP
    r"\+447700900\d{3}|\+44(20794|113 ?49|11[4-8]49|1[2-6]149)60\d{3}"
    r"|\+1[2-9]\d{2}55501\d{2}"
    r"|\+33(19900|26191|35301|46571|53649|63998)\d{4}"
)
SHAPES = {
    MentionKind.EMAIL: re.compile(r"[a-z0-9.]+@[a-z0-9]+\.example"),
    MentionKind.HANDLE: re.compile(r"(telegram|instagram|wechat|line|snapchat):[a-z_0-9]{5,32}"),
    MentionKind.URL: re.compile(r"https://[a-z]+\d+\.example"),
    MentionKind.PHONE: FICTION,
}


def test_every_planted_contact_is_fictional_and_canonical(day: World) -> None:
    planted = [contact for ad in day.ads for contact in ad.answer.contacts]
    assert {contact.kind for contact in planted} == set(SHAPES)
    assert [contact.value for contact in planted if not SHAPES[contact.kind].fullmatch(contact.value)] == []


def test_every_planted_phone_is_a_possible_number_in_e164(day: World) -> None:
    values = {c.value for ad in day.ads for c in ad.answer.contacts if c.kind is MentionKind.PHONE}
    for value in values:
        number = phonenumbers.parse(value)
        assert phonenumbers.is_possible_number(number)
        assert phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164) == value


def test_every_domain_in_any_text_is_reserved(day: World) -> None:
    domain = re.compile(r"\b(?:https?://|www\.|@)([\w.-]+\.[a-z]{2,})", re.ASCII)
    found = {name for ad in day.ads for name in domain.findall(f"{ad.title}\n{ad.body}")}
    assert {name for name in found if not name.endswith((".example", ".test"))} <= {"t.me", "wa.me", "instagram.com"}


@pytest.mark.parametrize(
    ("country", "private"), [("GB", True), ("GB", False), ("FR", True), ("US", True), ("US", False)]
)
def test_numbers_never_repeat_and_end_when_the_ranges_do(country: str, private: bool) -> None:
    book = ContactBook(seed=5)
    given = list(iter(lambda: book.phone(country, private), None))
    assert len({contact.value for contact in given}) == len(given) > 900
    assert all(FICTION.fullmatch(contact.value) for contact in given)
    assert all(not contact.private for contact in given) or private


def test_somebody_is_reached_by_messenger_where_the_numbers_are_used_up() -> None:
    makers, rng = Advertisers(seed=5), Random(5)
    everybody = [makers.private(rng, "GB", reached="phone") for _ in range(14_000)]
    assert everybody[0].contacts[0].kind is MentionKind.PHONE
    assert everybody[-1].contacts[0].kind is MentionKind.HANDLE


def test_a_twin_has_the_same_kinds_of_contacts_and_shares_none() -> None:
    makers, rng = Advertisers(seed=5), Random(5)
    for old in (makers.private(rng, "FR"), makers.company(rng, "fr", "FR"), makers.private(rng, "US", reached="email")):
        new = makers.twin(rng, old, "fr" if old.country == "FR" else "en")
        assert [contact.kind for contact in new.contacts] == [contact.kind for contact in old.contacts]
        assert not {contact.value for contact in new.contacts} & {contact.value for contact in old.contacts}
        assert new.actor != old.actor
        assert bool(new.company) == bool(old.company)


def test_kinds_are_the_ones_that_become_tokens() -> None:
    assert set(SHAPES) - {MentionKind.URL} <= CONTACT_KINDS
