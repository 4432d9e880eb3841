"""Envelope encryption: AES-256-GCM with a key for each record, and that key wrapped by the master key (RFC 3394).

The seal is bound to the ad and the moment: the sealed part of one record does not open in the place of another one.
"""

import os
import zlib

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap, aes_key_wrap
from msgspec.structs import replace

from processors.vault.keys import KeyRing, VaultError
from processors.vault.original import Original
from schemas.ad import EnrichedAd
from schemas.base import epoch_ms
from schemas.codec import decode, encode
from schemas.sealed import SealedAd

_NONCE = 12
MAX_ORIGINAL = 16 * 1024 * 1024  # bytes; far more than an ad can have


def seal(ad: EnrichedAd, original: Original, ring: KeyRing) -> SealedAd:
    """The ad's original, sealed with the newest key."""
    data_key, nonce = AESGCM.generate_key(256), os.urandom(_NONCE)
    plain = zlib.compress(encode(original), 1)
    return SealedAd(
        ad_id=ad.ad_id,
        source=ad.source,
        observed_at=ad.observed_at,
        tokens=tuple(contact.token for contact in original.contacts),
        key_id=ring.newest,
        wrapped_key=aes_key_wrap(ring.key(ring.newest), data_key),
        sealed=nonce + AESGCM(data_key).encrypt(nonce, plain, _bound_to(ad.ad_id, epoch_ms(ad.observed_at))),
    )


def open_sealed(record: SealedAd, ring: KeyRing) -> Original:
    """The original. Raises VaultError when the key is not here or the record is not as it was sealed."""
    nonce, body = record.sealed[:_NONCE], record.sealed[_NONCE:]
    try:
        plain = AESGCM(_data_key(record, ring)).decrypt(
            nonce, body, _bound_to(record.ad_id, epoch_ms(record.observed_at))
        )
    except (InvalidTag, ValueError):
        raise VaultError(f"the record of ad {record.ad_id} is not what was sealed: it was changed or moved") from None
    return decode(Original, zlib.decompressobj().decompress(plain, MAX_ORIGINAL))


def rewrap(record: SealedAd, ring: KeyRing) -> SealedAd:
    """The same record under the newest master key; what is sealed stays closed. Raises VaultError as above."""
    return replace(record, key_id=ring.newest, wrapped_key=aes_key_wrap(ring.key(ring.newest), _data_key(record, ring)))


def _data_key(record: SealedAd, ring: KeyRing) -> bytes:
    try:
        return aes_key_unwrap(ring.key(record.key_id), record.wrapped_key)
    except (InvalidUnwrap, ValueError):
        raise VaultError(f"the key of ad {record.ad_id} was changed, or wrapped by another key") from None


def _bound_to(ad_id: str, observed_ms: int) -> bytes:
    return f"adwatch vault 1\x1f{ad_id}\x1f{observed_ms}".encode()
