"""What is kept of an ad, as bytes: msgpack in a zstd frame, with a dictionary of the words that all of them have.

An ad of 600 characters takes half of what it takes without the dictionary, so nearly all of them fit into a page of the
store. The frame has a checksum: a damaged ad is an error, not another ad.
"""

import lz4.block  # type: ignore[import-untyped]
import msgspec
from backports import zstd

from processors.link.records import Kept

# Names of fields and frequent values, the most frequent last. Frames can only be read with the very words they were
# written with: to change them, the states of before must be rebuilt.
_WORDS = (
    "absences", "back", "edits", "removed", "added", "moves", "before", "repost_of", "mirror_of", "gone_at", "rule",
    "ads with other contacts and places share one text", "present", "not_stated", "cues", "link", "terms", "evidence",
    "note", "strength", "near_duplicate", "contact", "forced", "first_seen", "last_seen", "ads", "adult_services",
    "social", "onion_mirror", "job_board", "crawl_run", "source_version", "company", "salary", "employment", "changes",
    "zero_width", "homoglyph", "spaced", "style", "digit_words", "email", "handle", "wallet", "url", "phone", "age",
    "duration", "hours", "charge", "payment", "route", "quantity", "person_name", "http://", "https://", ".html",
    "per", "hour", "month", "night", "EUR", "GBP", "USD", "amount", "currency", "prices", "price", "value", "start",
    "end", "surface", "", "detector", "places", "confidence", "region", "GB", "US", "FR", "place", "id", "geonames:",
    "name", "country", "latitude", "longitude", "kind", "place", "value", "start", "end", "surface", "", "detector",
    "places", "confidence", 0.75, "region", "place",
    "ad_id", "source", "source_family", "classifieds", "key", "observed_at", "2026-01-01T09:00:00Z", "posted_at",
    "2026-01-01T09:00:00Z", "content_hash", "revision", 1, "masked", "title", "body", "phone-", "email-", "fields",
    "price", "place", "url", "https://", "facts", "language", "en", "language_confidence", 0.95, "supported", True,
    "words", 100, "contacts", "kind", "phone", "token", "phone-", "region", "mentions", "findings", "indicator",
    "state", "present", "detector", "link", "evidence", "note", "cluster", "c-", "cluster_size", 2, "actor", "a-",
    "actor_ads", 1, "actor_sources", "links", "kind", "near_duplicate", "evidence", "strength", "history",
    "first_seen", "2026-01-01T09:00:00Z", "last_seen", "2026-01-01T09:00:00Z", "sightings", "versions",
    "catalogue_version",
)  # fmt: skip
_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(Kept)
DICTIONARY = zstd.ZstdDict(b"".join(map(_encoder.encode, _WORDS)), is_raw=True)
_compressor = zstd.ZstdCompressor(
    options={
        zstd.CompressionParameter.compression_level: 1,
        zstd.CompressionParameter.checksum_flag: 1,
    },
    zstd_dict=DICTIONARY.as_digested_dict,
)
_MAGIC = b"\x28\xb5\x2f\xfd"  # of zstd; states of before begin an ad with its length, which is never so much


# What the libraries raise for bytes that are not what they wrote.
UNREADABLE = (msgspec.DecodeError, zstd.ZstdError, lz4.block.LZ4BlockError, ValueError, MemoryError)


def pack(ad: Kept) -> bytes:
    """The ad as bytes."""
    return _compressor.compress(_encoder.encode(ad), zstd.ZstdCompressor.FLUSH_FRAME)


def unpack(packed: bytes) -> Kept:
    """The ad in these bytes. Raises one of UNREADABLE when they are damaged."""
    if packed[:4] == _MAGIC:
        return _decoder.decode(zstd.decompress(packed, zstd_dict=DICTIONARY))
    return _decoder.decode(lz4.block.decompress(packed))
