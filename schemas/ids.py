"""Stable ids. They are made of the fewest raw values and say nothing private."""

import hashlib
import hmac
from collections.abc import Iterable

_SEPARATOR = "\x1f"  # cannot occur in a source name or rule id, so ("a", "bc") and ("ab", "c") differ


def _digest(prefix: str, *parts: str) -> str:
    raw = _SEPARATOR.join((prefix, *parts)).encode("utf-8", "surrogatepass")
    return hashlib.blake2b(raw, digest_size=12).hexdigest()


def ad_id(source: str, key: str) -> str:
    """The id of an ad: 24 hex digits from the source's name and the source's own id of the ad."""
    return _digest("ad", source, key)


def cluster_id(first_ad_id: str) -> str:
    """The id of a near-duplicate cluster, from the ad that opened it."""
    return "c-" + _digest("cluster", first_ad_id)[:20]


def actor_id(first_ad_id: str) -> str:
    """The id of an actor (ads that share contacts), from the ad that opened it."""
    return "a-" + _digest("actor", first_ad_id)[:20]


def alert_id(rule: str, key: str, window: str) -> str:
    """The id of an alert: the same rule, key and window always give the same alert."""
    return "al-" + _digest("alert", rule, key, window)


def letter_id(stage: str, topic: str, partition: int, offset: int, timestamp_ms: int) -> str:
    """The id of a dead letter: a record refused twice by one stage, as after a crash, gives one letter.

    The timestamp tells records of a topic that was deleted and created again from those of its first life.
    """
    return "dl-" + _digest("letter", stage, topic, str(partition), str(offset), str(timestamp_ms))[:20]


def contact_token(secret: bytes, kind: str, value: str) -> str:
    """A keyed token (HMAC-SHA-256, 80 bits kept) of a canonical contact: equal contacts, equal tokens.

    Eighty bits keep the chance of a chance collision among a billion contacts under one in a million.
    """
    mac = hmac.digest(secret, f"{kind}{_SEPARATOR}{value}".encode("utf-8", "surrogatepass"), "sha256")
    return f"{kind}-{mac.hex()[:20]}"


def content_hash(parts: Iterable[str]) -> str:
    """Hash of an ad's visible content, to notice edits."""
    return _digest("content", *parts)
