"""What the link stage takes over from an enriched ad: nothing that is clear."""

import hashlib
from collections.abc import Callable

from msgspec.structs import replace

from schemas.ad import EnrichedAd, History, Link, LinkedAd
from schemas.base import epoch_ms
from schemas.ids import content_hash
from schemas.mention import CONTACT_KINDS, MASKED_KINDS, Contact, Mention, MentionKind


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


def contact_key(token: str) -> bytes:
    """The eight bytes a contact is known by in the state."""
    return hashlib.blake2b(token.encode("utf-8", "surrogatepass"), digest_size=8).digest()


def content_of(ad: EnrichedAd) -> int:
    """32 bits that change when the ad's content does."""
    content = ad.content_hash or content_hash((ad.title, ad.body, *ad.fields.values()))
    return int.from_bytes(hashlib.blake2b(content.encode("utf-8", "surrogatepass"), digest_size=4).digest(), "big")


def moment_of(ad: LinkedAd) -> int:
    """When the ad was posted, as far as the source says, else when it was seen; milliseconds."""
    return epoch_ms(ad.posted_at) if ad.posted_at else ad.observed_ms


def place_of(ad: LinkedAd) -> str:
    """The place the ad is for: the source's own field, else the first place it mentions; "" when there is none."""
    named = ad.masked.fields.get("place", "")
    mentioned = (mention.value for mention in ad.mentions if mention.kind is MentionKind.PLACE)
    return (named or next(mentioned, "")).strip().casefold()[:100]


def names_with(secret: bytes) -> Callable[[EnrichedAd], tuple[int, ...]]:
    """A function from an ad to keyed hashes of the first names in it: equal names, equal hashes, and no way back."""

    def hashed(name: str) -> int:
        raw = name.encode("utf-8", "surrogatepass")
        return int.from_bytes(hashlib.blake2b(raw, key=secret[:64], digest_size=4).digest(), "big")

    def names(ad: EnrichedAd) -> tuple[int, ...]:
        found = (m.value.casefold().split() for m in ad.mentions if m.kind is MentionKind.PERSON_NAME)
        return tuple(dict.fromkeys(hashed(words[0]) for words in found if words))[:8]

    return names
