"""Tokens of contacts, and the keys they are made with.

A token is a keyed HMAC of a contact's canonical value. A new key does not replace the old one but is laid over it: the
token of the second key is the HMAC of the token of the first, and so on. So every token that is stored anywhere can be
brought up to a new key from itself, without the clear contact, and what was linked stays linked. Only the newest key
is a secret that counts; the older ones are needed to get from a contact to its first token.

A token says which key made it: its first character is a hex digit for the first key, g for the second, h for the third.
"""

import hashlib
import hmac
import re
from typing import NamedTuple

from schemas.ids import contact_token
from schemas.mention import CONTACT_KINDS, MentionKind

_LATER = "ghijklmnopqrstuvwxyz"
_KINDS = "|".join(sorted(kind.value for kind in (*CONTACT_KINDS, MentionKind.URL)))
_TOKEN = re.compile(rf"\b({_KINDS})-([0-9a-z])([0-9a-f]{{19}})\b")
_TOKEN_BYTES = re.compile(
    rf"\b({_KINDS})-([0-9a-z])([0-9a-f]{{19}})".encode()
)  # in a packed record any byte may follow
MAX_KEYS = len(_LATER) + 1


class TokenKeys(NamedTuple):
    """The keys in the order in which they came into force; the last one is the one in force."""

    keys: tuple[bytes, ...]

    @classmethod
    def parse(cls, text: str) -> "TokenKeys":
        """From lines, the oldest key first. Raises ValueError for none and for more than a token can tell apart."""
        keys = tuple(line.strip().encode() for line in text.splitlines() if line.strip())
        if not 1 <= len(keys) <= MAX_KEYS:
            raise ValueError(f"expected 1 to {MAX_KEYS} token keys, a line each; there are {len(keys)}")
        return cls(keys)

    @property
    def generation(self) -> int:
        """Which key is in force: 1 is the first."""
        return len(self.keys)

    def token(self, kind: str, value: str) -> str:
        """The token of a contact, by the key in force."""
        first = contact_token(self.keys[0], kind, value)
        return self.renewed(first) if len(self.keys) > 1 else first

    def hashed(self, value: bytes, size: int) -> bytes:
        """A keyed hash of something that is only ever compared, by the key in force. Of a key 64 bytes count."""
        return self.renewed_hash(_keyed(self.keys[0], value, size), 1)

    def renewed_hash(self, stored: bytes, generation: int) -> bytes:
        """A hash of that generation as one of the key in force."""
        for key in self.keys[generation:]:
            stored = _keyed(key, stored, len(stored))
        return stored

    def renewed(self, text: str) -> str:
        """The text with every token of an older key as the token of the key in force; as long as before."""
        return _TOKEN.sub(lambda match: self._successor(match[1], match[2], match[3]), text)

    def renewed_bytes(self, stored: bytes) -> bytes:
        """The same for bytes that hold tokens; whatever their encoding is, lengths and places stay."""
        return _TOKEN_BYTES.sub(
            lambda match: self._successor(*(part.decode() for part in match.groups())).encode(), stored
        )

    def _successor(self, kind: str, first: str, rest: str) -> str:
        token, made_by = f"{kind}-{first}{rest}", generation_of(first)
        for generation in range(made_by + 1, len(self.keys) + 1):
            mac = hmac.new(self.keys[generation - 1], token.encode(), hashlib.sha256).hexdigest()
            token = f"{kind}-{_LATER[generation - 2]}{mac[:19]}"
        return token


def _keyed(key: bytes, value: bytes, size: int) -> bytes:
    return hashlib.blake2b(value, key=key[:64], digest_size=size).digest()


def generation_of(first: str) -> int:
    """The number of the key that made a token, by the first character after its kind."""
    return _LATER.find(first) + 2 if first in _LATER else 1


def has_tokens_before(generation: int, stored: bytes) -> bool:
    """Whether there is a token of an older key in what is stored."""
    return any(generation_of(match[2].decode()) < generation for match in _TOKEN_BYTES.finditer(stored))
