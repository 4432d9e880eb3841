"""What the link stage takes over from an enriched ad: nothing that is clear."""

import hashlib
from collections.abc import Callable
from functools import lru_cache

from msgspec.structs import replace

from schemas.ad import EnrichedAd, History, Link, LinkedAd
from schemas.base import epoch_ms
from schemas.ids import content_hash
from schemas.mention import CONTACT_KINDS, MASKED_KINDS, Contact, Mention, MentionKind
from schemas.tokens import TokenKeys

NAME_BYTES = 4
_QUARTER_MS = 15 * 60 * 1000
_MAX_AGES = 4
_ADDRESS, _FORCED = 0xFF, 0xFE  # first bytes of keys
_MAX_ADDRESSES = 4


def masked(ad: EnrichedAd, history: History, revision: int, links: tuple[Link, ...]) -> LinkedAd:
    """The ad as it may be known from here on, not yet in a cluster or at an actor."""
    return LinkedAd(
        ad_id=ad.ad_id,
        source=ad.source,
        source_family=ad.source_family,
        key=ad.key,
        observed_at=ad.observed_at,
        posted_at=ad.posted_at,
        content_hash=ad.content_hash,
        crawl_run=ad.crawl_run,
        source_version=ad.source_version,
        revision=revision,
        masked=ad.masked,
        facts=ad.facts,
        contacts=_contacts(ad),
        mentions=tuple(_without_surface(mention) for mention in ad.mentions if mention.kind not in MASKED_KINDS),
        findings=ad.findings,
        cluster="",
        links=links,
        history=history,
        catalogue_version=ad.catalogue_version,
    )


def _contacts(ad: EnrichedAd) -> tuple[Contact, ...]:
    """Each contact once, in the order of first mention."""
    found: dict[str, Contact] = {}
    for mention in ad.mentions:
        if mention.kind in CONTACT_KINDS and mention.token and mention.token not in found:
            found[mention.token] = Contact(
                kind=mention.kind, token=mention.token, region=mention.region, style=mention.style
            )
    return tuple(found.values())


def _without_surface(mention: Mention) -> Mention:
    return replace(mention, surface="")


@lru_cache(maxsize=1 << 16)
def contact_key(token: str) -> bytes:
    """The eight bytes a contact is known by in the state; the first one tells web addresses from other contacts."""
    raw = hashlib.blake2b(token.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    kind = _ADDRESS if token.startswith(MentionKind.URL) else raw[0] % _FORCED
    return bytes((kind,)) + raw[1:]


def forced_key(decision: str) -> bytes:
    """The key under which a link that an analyst forced stands among the contacts of its ads."""
    return bytes((_FORCED,)) + hashlib.blake2b(decision.encode(), digest_size=7).digest()


def is_address(contact: bytes) -> bool:
    """Whether a contact is a web address."""
    return contact[0] == _ADDRESS


def content_of(ad: EnrichedAd) -> int:
    """32 bits that change when the ad's content does."""
    return content_bits(ad.content_hash or content_hash((ad.title, ad.body, *ad.fields.values())))


def content_bits(content: str) -> int:
    """The same of a content hash."""
    return int.from_bytes(hashlib.blake2b(content.encode("utf-8", "surrogatepass"), digest_size=4).digest(), "big")


def moment_of(ad: LinkedAd) -> int:
    """When the ad was posted, as far as the source says, else when it was first seen; milliseconds."""
    return epoch_ms(ad.posted_at or ad.history.first_seen)


def place_of(ad: LinkedAd) -> str:
    """The place the ad is for: the source's own field, else the first place it mentions; "" when there is none."""
    named = ad.masked.fields.get("place", "")
    mentioned = (mention.value for mention in ad.mentions if mention.kind is MentionKind.PLACE)
    return (named or next(mentioned, "")).strip().casefold()[:100]


def posted_of(ad: LinkedAd) -> int:
    """When the source says the ad was posted, in milliseconds; 0 when it says no more than a day or an hour.

    Whole quarters of an hour count as that: midnight, in whatever time zone, is how a day without a time is written.
    """
    at_ms = epoch_ms(ad.posted_at) if ad.posted_at else 0
    return at_ms if at_ms % _QUARTER_MS else 0


def ages_of(ad: LinkedAd) -> tuple[int, ...]:
    """The ages that are stated, each once."""
    found = (m.value for m in ad.mentions if m.kind is MentionKind.AGE and m.value.isdecimal() and len(m.value) <= 2)
    return tuple(dict.fromkeys(map(int, found)))[:_MAX_AGES]


def point_of(ad: LinkedAd) -> tuple[int, int] | None:
    """Where the first place is that the ad mentions and the gazetteer knows, in hundredths of a degree."""
    for mention in ad.mentions:
        place = mention.place
        if place is not None and place.latitude is not None and place.longitude is not None:
            return round(place.latitude * 100), round(place.longitude * 100)
    return None


class Keyed:
    """What is taken over of names and web addresses: keyed hashes, equal for equal ones and without a way back."""

    def __init__(self, keys: TokenKeys) -> None:
        self._keys = keys
        self.names = names_with(keys)

    def addresses(self, ad: EnrichedAd) -> tuple[str, ...]:
        """Tokens of the pages of other sites that the ad points to, each once."""
        mentions = [mention for mention in ad.mentions if mention.kind is MentionKind.URL]
        own = _page(ad.url).partition("/")[0] if mentions else ""
        pages = dict.fromkeys(_page(mention.value) for mention in mentions)
        outside = [page for page in pages if page and page.partition("/")[0] != own]
        return tuple(self._keys.token(MentionKind.URL, page) for page in outside[:_MAX_ADDRESSES])


def _page(url: str) -> str:
    """Host and path, without what differs between ways to write one address."""
    bare = url.partition("://")[2].partition("?")[0].partition("#")[0].removeprefix("www.")
    return bare.rstrip("/").casefold()


def names_with(keys: TokenKeys) -> Callable[[EnrichedAd], tuple[int, ...]]:
    """A function from an ad to keyed hashes of the first names in it: equal names, equal hashes, and no way back."""

    def hashed(name: str) -> int:
        raw = name.encode("utf-8", "surrogatepass")
        return int.from_bytes(keys.hashed(raw, NAME_BYTES), "big")

    def names(ad: EnrichedAd) -> tuple[int, ...]:
        found = (m.value.casefold().split() for m in ad.mentions if m.kind is MentionKind.PERSON_NAME)
        return tuple(dict.fromkeys(hashed(words[0]) for words in found if words))[:8]

    return names
