"""Who places an ad: an invented company or private person with contacts that nobody else has."""

from dataclasses import dataclass, replace
from random import Random

from schemas.mention import MentionKind
from simulator.chance import between, happens, pick, weighted
from simulator.contacts import Contact, ContactBook
from simulator.phrases import bank

REACHED = {"phone": 65, "handle": 20, "email": 15}  # how private people are reached first of all


@dataclass(frozen=True, slots=True)
class Advertiser:
    """`contacts[0]` stands in every ad of this advertiser; the others now and then."""

    actor: str | None
    country: str
    company: str | None = None
    domain: str | None = None
    contacts: tuple[Contact, ...] = ()

    def with_hub(self, hub: Contact) -> "Advertiser":
        """The same, with the number of a help desk beside the own contacts."""
        return replace(self, contacts=(*self.contacts, hub))


class Advertisers:
    """Makes advertisers; no two have a contact in common."""

    def __init__(self, seed: int) -> None:
        self._book = ContactBook(seed)
        self._count = 0

    def company(self, rng: Random, language: str, country: str) -> Advertiser:
        """An employer that can be identified: a name, an office number or an address at the company's own domain."""
        name, domain = _company(rng, language, country)
        phone, email = self._book.phone(country, private=False), self._book.email(rng, domain)
        return Advertiser(
            self._actor(), country, name, domain, (phone, email) if phone and happens(rng, 0.6) else (email,)
        )

    def private(self, rng: Random, country: str, reached: str | None = None) -> Advertiser:
        """Somebody without a company name, reached by mobile, messenger or free mail; with a web page if need be."""
        first = reached or weighted(rng, REACHED)
        kinds = [first] + [kind for kind in ("phone", "handle") if kind != first and happens(rng, 0.25)]
        found = {contact.kind: contact for contact in (self._private(rng, kind, country) for kind in kinds)}
        return Advertiser(self._actor(), country, contacts=(*found.values(), self._book.url(rng)))

    def silent(self, country: str) -> Advertiser:
        """Somebody who is reached through the site only."""
        return Advertiser(None, country)

    def twin(self, rng: Random, old: Advertiser, language: str) -> Advertiser:
        """Another one with the same kinds of contacts; the same one again where the fictional numbers are used up."""
        name, domain = _company(rng, language, old.country) if old.company else (None, None)
        contacts = [self._fresh(rng, contact, domain) for contact in old.contacts]
        if None in contacts:
            return old
        return Advertiser(self._actor(), old.country, name, domain, tuple(filter(None, contacts)))

    def hub(self, rng: Random, country: str) -> Contact:
        """The number of a help desk, or its address where the numbers are used up."""
        contact = self._book.phone(country, private=False) or self._book.email(rng, "helpdesk.example")
        return replace(contact, hub=True)

    def _private(self, rng: Random, kind: str, country: str) -> Contact:
        if kind == "email":
            return self._book.email(rng, None)
        phone = self._book.phone(country, private=True) if kind == "phone" else None
        return phone or self._book.handle(rng)

    def _fresh(self, rng: Random, old: Contact, domain: str | None) -> Contact | None:
        if old.kind is MentionKind.PHONE:
            return self._book.phone(old.country, old.private)
        if old.kind is MentionKind.EMAIL:
            return self._book.email(rng, domain)
        return self._book.handle(rng) if old.kind is MentionKind.HANDLE else self._book.url(rng)

    def _actor(self) -> str:
        self._count += 1
        return f"actor-{self._count:05d}"


def _company(rng: Random, language: str, country: str) -> tuple[str, str]:
    """A company's name and its domain."""
    parts = bank(language).companies
    first, last = pick(rng, parts["first"]), pick(rng, parts["last"])
    suffix = " " + pick(rng, parts["suffix"][country]) if happens(rng, 0.6) else ""
    plain = "".join(letter for letter in first.lower() if letter.isascii() and letter.isalpha()) or "office"
    return f"{first} {last}{suffix}", f"{plain}{between(rng, 1, 99)}.example"
