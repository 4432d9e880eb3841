"""The state under new keys of tokens: every token, contact and name in it becomes what the key in force would have
made of it, so that ads to come are linked with those that are known.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

import msgspec
from msgspec.structs import replace

from processors.errors import StageStoppedError
from processors.link.graph import EDGE
from processors.link.intake import NAME_BYTES, contact_key
from processors.link.table import Table
from processors.link.tables import State
from processors.state import Transaction
from schemas.tokens import TokenKeys

_GENERATION = b"token_generation"  # in the table of counts
_AT_ONCE = 5_000  # records that are held in memory
_KEY = 8


def generation(tx: Transaction) -> int:
    """By which key the tokens of a state are; one that does not say so is of before there was a second."""
    return int(tx.get("counts", _GENERATION) or b"1")


def refuse_other_keys(tx: Transaction, keys: TokenKeys) -> None:
    """Raises StageStoppedError when the state is not of the key in force: ads would not find those that are known."""
    if tx.get("counts", _GENERATION) is None and next(tx.scan("numbers"), None) is None:
        tx.put("counts", _GENERATION, str(keys.generation).encode())
    found = generation(tx)
    if found < keys.generation:
        raise StageStoppedError(f"the state has tokens of key {found}, not {keys.generation}", "adwatch tokens renew")
    if found > keys.generation:
        raise StageStoppedError(f"the state has tokens of key {found}, which secrets.token_key lacks")


class _Renewal(NamedTuple):
    """What becomes what."""

    contacts: dict[bytes, bytes]
    keys: TokenKeys
    before: int

    def value(self, old: Any) -> Any:
        """A record, or any part of one, under the new keys."""
        if isinstance(old, bytes):
            return self.contacts.get(old, old)
        if isinstance(old, str):
            return self.keys.renewed(old) if "-" in old else old
        if isinstance(old, tuple):
            parts = map(self.value, old)
            return type(old)(*parts) if hasattr(old, "_fields") else tuple(parts)
        if isinstance(old, dict):
            return {self.value(name): self.value(part) for name, part in old.items()}
        if isinstance(old, msgspec.Struct):
            return self._record(old)
        return old

    def _record(self, old: msgspec.Struct) -> msgspec.Struct:
        parts = {name: self.value(getattr(old, name)) for name in old.__struct_fields__ if name != "names"}
        if "names" in old.__struct_fields__:
            parts["names"] = tuple(map(self._name, getattr(old, "names")))  # noqa: B009  not every record has it
        return replace(old, **parts)

    def _name(self, old: int) -> int:
        return int.from_bytes(self.keys.renewed_hash(old.to_bytes(NAME_BYTES, "big"), self.before), "big")


def rekey(tx: Transaction, keys: TokenKeys) -> int:
    """Bring a whole state to the key in force, in one transaction; how many contacts that were. 0: it was there."""
    before = generation(tx)
    if before == keys.generation:
        return 0
    renewal = _Renewal(_contacts(tx, keys), keys, before)
    for name in ("ads", "clusters", "actors", "contacts"):
        _values(tx, name, renewal)
    _move(tx, "contacts", renewal)
    _move(tx, "contact_ads", renewal)
    _move(tx, "forced", renewal)
    _edges(tx, renewal)
    _tokens(tx, keys)
    tx.put("counts", _GENERATION, str(keys.generation).encode())
    return len(renewal.contacts)


def _contacts(tx: Transaction, keys: TokenKeys) -> dict[bytes, bytes]:
    """Key of a contact -> its key to be. States of before tokens were noted have them in the ads that show them."""
    tokens = {token.decode() for _, token in tx.scan("tokens")}
    for state, key in _each(tx, "ads"):
        kept = state.ads.get(key)
        tokens |= {contact.token for contact in kept.ad.contacts} if kept else set()
    return {contact_key(token): contact_key(keys.renewed(token)) for token in tokens}


def _values(tx: Transaction, name: str, renewal: _Renewal) -> None:
    for state, key in _each(tx, name):
        table: Table[Any] = getattr(state, name)
        old = table.get(key)
        new = renewal.value(old)
        if new != old:
            table.put(key, new)


def _each(tx: Transaction, name: str) -> Iterator[tuple[State, bytes]]:
    """The keys of a table, each with a state that was opened not long ago and is flushed by and by."""
    keys = [key for key, _ in tx.scan(name)]
    for start in range(0, len(keys), _AT_ONCE):
        state = State(tx)
        yield from ((state, key) for key in keys[start : start + _AT_ONCE])
        state.flush()


def _move(tx: Transaction, name: str, renewal: _Renewal) -> None:
    """Rows whose keys begin with a contact."""
    rows = [(key, value) for key, value in tx.scan(name) if key[:_KEY] in renewal.contacts]
    for key, _ in rows:
        tx.delete(name, key)
    for key, value in rows:
        tx.put(name, renewal.contacts[key[:_KEY]] + key[_KEY:], value)


def _edges(tx: Transaction, renewal: _Renewal) -> None:
    """An edge is stored with the smaller contact first; the other way round it only says that it is there."""
    rows = list(tx.scan("edges"))
    for key, _ in rows:
        tx.delete("edges", key)
    for key, value in rows:
        if len(value) == EDGE.size:
            one, other = sorted(renewal.value(contact) for contact in (key[:_KEY], key[_KEY:]))
            tx.put("edges", one + other, value)
            tx.put("edges", other + one, b"")


def _tokens(tx: Transaction, keys: TokenKeys) -> None:
    renewed = [(key, keys.renewed(token.decode())) for key, token in tx.scan("tokens")]
    for key, _ in renewed:
        tx.delete("tokens", key)
    for _, token in renewed:
        tx.put("tokens", contact_key(token), token.encode())
