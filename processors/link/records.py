"""What the link stage remembers: compact records, by position instead of by name, each in a table of its own.

Ads are numbered in the order of their first arrival, and a cluster carries the number of the ad that opened it. Actors
have numbers of their own. A contact is known by eight bytes of the hash of its token. Nothing here is clear: texts are
masked, contacts and names are keyed hashes.
"""

from datetime import UTC, datetime
from typing import NamedTuple

import msgspec

from schemas.ad import LinkedAd

MAX_TRACES = 16  # ads a cluster or an actor keeps in mind; findings are drawn from these


class Packed(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Base of the records. They hold no cycles, so the garbage collector need not look at them."""


class Trace(Packed, frozen=True, array_like=True, gc=False):
    """One ad as its cluster and its actor remember it."""

    number: int
    ad_id: str
    source: str
    family: str
    form: str  # what kind of ad it is: see processors/link/forms.py; "" when it cannot be told
    at_ms: int  # when it was posted, else observed
    cluster: int
    contacts: tuple[bytes, ...] = ()
    names: tuple[int, ...] = ()  # keyed hashes of the persons' names
    place: str = ""
    posted_ms: int = 0  # when the source says it was posted, to the minute; 0: it does not say
    first_ms: int = 0  # when it was first seen
    left_ms: int = 0  # when it was last seen before a crawl missed it; 0: it is there
    listing: int = -1  # number of the ad that this is a mirror of, else its own
    ages: tuple[int, ...] = ()  # as stated
    point: tuple[int, int] | None = None  # of the place, in hundredths of a degree
    places: tuple[tuple[int, str], ...] = ()  # the places it was for before: until when, where


class Cluster(Packed, frozen=True, array_like=True, gc=False):
    """Near-duplicate ads. `texts` are the ads whose text the cluster keeps to compare with, the first one first."""

    number: int
    id: str
    size: int = 0
    texts: tuple[str, ...] = ()
    traces: tuple[Trace, ...] = ()
    told: tuple[str, ...] = ()  # the indicators its ads were told to have
    told_size: int = 0  # the size at which all of them were last put in line to be told again
    into: int | None = None  # number of the cluster that it is part of, by an analyst's decision
    parts: tuple[int, ...] = ()  # clusters that are part of it


class Actor(Packed, frozen=True, array_like=True, gc=False):
    """Ads that share contacts. Its id is that of the ad with number `first`, the oldest one it has."""

    number: int
    id: str
    first: int
    ads: int = 0
    contacts: tuple[bytes, ...] = ()
    sources: tuple[str, ...] = ()
    traces: tuple[Trace, ...] = ()
    told: tuple[str, ...] = ()
    mirrors: int = 0  # how many of its ads are mirrors of others
    since_ms: int = 0  # when its oldest ad appeared
    told_ads: int = 0  # how many ads it had when all of them were last put in line to be told again

    @property
    def listings(self) -> int:
        """Its ads, those that mirror one another counted once."""
        return self.ads - self.mirrors


class ContactUse(Packed, frozen=True, array_like=True, gc=False):
    """Where one contact was seen."""

    first: int  # number of the first ad that had it
    actor: int | None = None  # number of its actor
    hub: bool = False  # links nothing any more
    clusters: tuple[int, ...] = ()
    beside: tuple[tuple[bytes, int], ...] = ()  # (other contact of the same ad, cluster of the ad)
    why: str = ""  # it is a hub, or never will be one: see processors/link/hubs.py
    ads: int = 0  # that have it
    first_ms: int = 0  # when the first and the last of them appeared
    last_ms: int = 0
    day: int = 0  # the day on which a text was last new with it
    day_texts: int = 0  # and how many were on that day
    plain: int = 0  # how many of its texts came with an ad of no kind


class Sighting(NamedTuple):
    """One observation of an ad: when, and the hash of what it said."""

    at_ms: int
    content: int

    @property
    def moment(self) -> datetime:
        return datetime.fromtimestamp(self.at_ms / 1000, UTC)


class Kept(Packed, frozen=True, array_like=True, gc=False):
    """One ad as it was last told, with what is needed to tell it again."""

    number: int
    cluster: int
    ad: LinkedAd
    own: int  # how many of the ad's findings, the first ones, are of the ad itself
    form: str
    contacts: tuple[bytes, ...] = ()  # all it ever had, as far as they may link
    listed: int = 0  # how many contacts it lists
    names: tuple[int, ...] = ()
    sightings: tuple[Sighting, ...] = ()  # the newest, in order of time
    forgotten: int = 0  # sightings before those
    changes: int = 0  # changes of content among the forgotten ones
    gones: tuple[int, ...] = ()  # when crawls of the whole source missed it, the newest
    listing: int = -1  # as in its trace
    cut: tuple[bytes, ...] = ()  # contacts of it that link nothing, by an analyst's decision
    forced: tuple[bytes, ...] = ()  # keys of decisions that it is of one actor with another ad
    apart: tuple[int, ...] = ()  # clusters it does not belong to, by an analyst's decision
    addresses: tuple[str, ...] = ()  # tokens of the pages it points to

    @property
    def tokens(self) -> tuple[str, ...]:
        """Of all that may link it: its contacts, and the pages it points to."""
        return (*(contact.token for contact in self.ad.contacts), *self.addresses)


class PriceSeen(NamedTuple):
    """One price that an ad stated."""

    at_ms: int
    amount: float
    number: int  # of the ad


class Norm(Packed, frozen=True, array_like=True, gc=False):
    """The newest prices of one place, currency and unit."""

    prices: tuple[PriceSeen, ...] = ()


class Offers(Packed, frozen=True, array_like=True, gc=False):
    """How many offers to people in need appeared, by the day."""

    days: tuple[tuple[int, int], ...] = ()  # (day since 1970, offers), the oldest first
    newest: tuple[int, ...] = ()  # numbers of the newest such ads
    counted: int = -1  # ads up to this number are counted


class Waiting(Packed, frozen=True, array_like=True, gc=False):
    """What crawls told of an ad, or of a version of it, that has not arrived."""

    sightings: tuple[Sighting, ...] = ()
    gones: tuple[int, ...] = ()
