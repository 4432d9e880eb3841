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
from schemas.mention import CONTACT_KINDS

_LATER = "ghijklmnopqrstuvwxyz"
_KINDS = "|".join(sorted(kind.value for kind in CONTACT_KINDS))
_TOKEN = re.compile(rf"\b({_KINDS})-([0-9a-z])([0-9a-f]{{19}})\b")
_TOKEN_BYTES = re.compile(_TOKEN.pattern.encode())
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


def generation_of(first: str) -> int:
    """The number of the key that made a token, by the first character after its kind."""
    return _LATER.find(first) + 2 if first in _LATER else 1


def has_tokens_before(generation: int, stored: bytes) -> bool:
    """Whether there is a token of an older key in what is stored."""
    return any(generation_of(match[2].decode()) < generation for match in _TOKEN_BYTES.finditer(stored))
