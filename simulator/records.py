"""What the simulator makes: invented ads, and for each the answer a perfect reader would give."""

from datetime import datetime
from typing import Literal

import msgspec

from schemas.mention import MentionKind


class PlantedContact(msgspec.Struct, frozen=True):
    """One contact as planted. `surface` stands in the ad exactly as given here."""

    kind: MentionKind
    value: str  # canonical: E.164, lower-case e-mail, "network:name"
    surface: str
    style: str  # how it is written: "plain", "words", "emoji" ...: see simulator/disguise/
    hub: bool = False  # a helpline or agency number that many unrelated ads carry
    also: tuple[str, ...] = ()  # of the laboratory: other values that a reader may take it for, and be right


class Answer(msgspec.Struct, frozen=True):
    """The answer sheet of one ad."""

    kind: str  # "farm", "massage", "furniture" ...
    language: str  # ISO 639-1
    cluster: str  # equal for near-duplicates made from one template
    actor: str | None = None  # equal for ads that share a contact, hubs aside; None without a contact
    contacts: tuple[PlantedContact, ...] = ()
    persons: tuple[str, ...] = ()  # first names in the text
    indicators: tuple[str, ...] = ()  # catalogue ids the text states, whatever their weight
    denied: tuple[str, ...] = ()  # catalogue ids the text states the opposite of: "no fees"
    case: str | None = None  # the planted case it belongs to: "bridge", "debt_recruitment" ...
    lane: Literal["ordinary", "children"] = "ordinary"
    # Of the corpus only: what the ad is there for, the form of exploitation it shows, what may be read either way, and
    # the sentences that state (or deny) an indicator, their slots still open.
    standing: Literal["planted", "look_alike", "decoy", "ordinary"] | None = None
    form: str | None = None
    group: str | None = None  # equal for all ads of one story
    doubtful: tuple[str, ...] = ()
    sentences: dict[str, str] = {}
    facts: tuple[PlantedContact, ...] = ()  # of the laboratory: prices ("150 GBP hour") and ages
    in_set_words: tuple[str, ...] = ()  # of the indicators: those stated as most ads state them


class InventedAd(msgspec.Struct, frozen=True):
    """One ad as its site shows it. `body` is its lines, each stripped, joined by single newlines."""

    site: str  # "demo_classifieds" | "demo_jobs" | "demo_feed"
    key: str
    title: str
    body: str
    fields: dict[str, str]  # some of price, place, contact, company, in this order
    country: str  # ISO 3166 alpha-2, as the page states it
    posted_at: datetime | None  # None: the page does not say
    changed_at: datetime  # when the page last changed
    answer: Answer


class Change(msgspec.Struct, frozen=True):
    """What happened to an ad since the visit before."""

    what: Literal["new", "edited", "removed", "reposted"]
    site: str
    key: str
    was: str | None = None  # the key before a repost


class World(msgspec.Struct, frozen=True):
    """All ads that are up on the day of a visit."""

    ads: tuple[InventedAd, ...]
    seed: int
    visit: int
    observed_at: datetime  # the moment of the visit in the simulator's own calendar
    changes: tuple[Change, ...] = ()
