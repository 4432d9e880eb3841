"""Master keys of the vault: the newest seals, older ones only open what was sealed with them."""

import base64
import binascii
import hashlib
import os
from collections.abc import Mapping
from typing import NamedTuple

from processors.errors import StageStoppedError

_BYTES = 32


class VaultError(StageStoppedError):
    """Raised when a key is no key, is missing, or does not fit what it is to open."""


class KeyRing(NamedTuple):
    """Keys by their ids; `newest` is the one that seals."""

    newest: str
    keys: Mapping[str, bytes]

    @classmethod
    def parse(cls, text: str) -> "KeyRing":
        """From lines of base64, the newest key first. Raises VaultError, which quotes nothing of them."""
        keys = {_key_id(key): key for key in map(_key, text.split())}
        if not keys:
            raise VaultError("secrets.vault_key holds no key", "make one: adwatch vault new-key")
        return cls(next(iter(keys)), keys)

    def key(self, key_id: str) -> bytes:
        """The key with this id. Raises VaultError when it is not here."""
        try:
            return self.keys[key_id]
        except KeyError:
            raise VaultError(f"sealed with key {key_id}, which is not in secrets.vault_key") from None


def new_key() -> str:
    """A random key, as a line."""
    return base64.urlsafe_b64encode(os.urandom(_BYTES)).decode()


def _key(line: str) -> bytes:
    try:
        key = base64.urlsafe_b64decode(line.encode())
    except (binascii.Error, UnicodeEncodeError):
        key = b""
    if len(key) != _BYTES:
        raise VaultError("secrets.vault_key: each line is a key of 32 bytes in base64", "adwatch vault new-key")
    return key


def _key_id(key: bytes) -> str:
    """Says which key it is, and nothing about it."""
    return hashlib.blake2b(key, digest_size=4, person=b"vault key id").hexdigest()
