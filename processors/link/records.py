"""What the link stage remembers: compact records, by position instead of by name, each in a table of its own.

Ads are numbered in the order of their first arrival, and a cluster carries the number of the ad that opened it. Actors
have numbers of their own. A contact is known by eight bytes of the hash of its token. Nothing here is clear: texts are
masked, contacts and names are keyed hashes.
"""

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


class Cluster(Packed, frozen=True, array_like=True, gc=False):
    """Near-duplicate ads. `texts` are the ads whose text the cluster keeps to compare with, the first one first."""

    number: int
    id: str
    size: int = 0
    texts: tuple[str, ...] = ()
    traces: tuple[Trace, ...] = ()
    told: tuple[str, ...] = ()  # the indicators its ads were told to have


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


class ContactUse(Packed, frozen=True, array_like=True, gc=False):
    """Where one contact was seen."""

    first: int  # number of the first ad that had it
    actor: int | None = None  # number of its actor
    hub: bool = False  # links nothing any more
    clusters: tuple[int, ...] = ()
    beside: tuple[tuple[bytes, int], ...] = ()  # (other contact of the same ad, cluster of the ad)


class Sighting(NamedTuple):
    """One observation of an ad: when, and the hash of what it said."""

    at_ms: int
    content: int


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
