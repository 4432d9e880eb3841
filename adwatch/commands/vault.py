"""`adwatch vault open | ask | agree | status | rotate | new-key`: clear text, one item at a time and on record."""

import json
from collections.abc import Iterator, Sequence

import msgspec

from adwatch import access, audit, settings
from adwatch.commands.lookup import token_keys
from adwatch.errors import KnownError
from adwatch.people import person
from adwatch.reader import Reader
from adwatch.settings import Settings
from processors.index.client import SearchError, session
from processors.index.names import VAULT
from processors.index.rewrite import rewrite
from processors.notify.clean import clean
from processors.vault import KeyRing, Original, VaultError, new_key, open_sealed, rewrap
from schemas.codec import decode, encode
from schemas.sealed import SealedAd

REQUEST = "vr-"
_SHOWN = 200_000  # characters of an original on a terminal


def open_(ids: Sequence[str], purpose: str, reason: str, by: str | None, as_json: bool) -> int:
    """Show one item, or all of a request that two persons agreed on. The log has it first. Raises KnownError."""
    if len(ids) > 1:
        raise KnownError("one item at a time; two persons may open several: adwatch vault ask, then agree")
    loaded = settings.load()
    ring, who, [one] = _ring(loaded), person(loaded, by), ids
    with Reader(loaded.search) as reader:
        if one.startswith(REQUEST):
            items: Sequence[str] = access.note_opening_of_many(loaded, who, one)
        else:
            items = [_there(reader, access.known_id(one))]
            access.note_opening(loaded, who, one, purpose, reason)
        opened = [shown for each in items for shown in _opened(loaded, reader, each, ring)]
    print(json.dumps(opened, ensure_ascii=False) if as_json else "\n\n".join(map(_plain, opened)))
    return 0


def ask(ids: Sequence[str], purpose: str, reason: str, by: str | None) -> int:
    """The first person asks for several items."""
    loaded = settings.load()
    request = access.ask(loaded, person(loaded, by), ids, purpose, reason)
    print(f"{request}: another person agrees with: adwatch vault agree {request} --reason ...")
    return 0


def agree(request: str, reason: str, by: str | None) -> int:
    """The second person agrees."""
    loaded = settings.load()
    access.agree(loaded, person(loaded, by), request, reason)
    print(f"agreed; one of you opens it, once: adwatch vault open {request}")
    return 0


def status(as_json: bool) -> int:
    """Print how many records each master key has sealed; 1 when a key is missing."""
    loaded = settings.load()
    secret = loaded.secrets.vault_key
    here = set(KeyRing.parse(secret.get_secret_value()).keys) if secret else set()
    with Reader(loaded.search) as reader:
        counts = reader.vault_keys()
    if as_json:
        print(json.dumps({"records": counts, "keys": sorted(here), "missing": sorted(counts.keys() - here)}))
    else:
        for key in sorted(counts.keys() | here):
            print(f"{key}  {counts.get(key, 0):,} records" + ("" if key in here else "; this key is missing"))
    return 1 if counts.keys() - here else 0


def rotate(by: str | None) -> int:
    """Wrap the keys of all records with the newest master key; what is sealed stays closed. A record that was changed
    holds up no other: it is named, and the exit code is 1. Raises KnownError."""
    loaded = settings.load()
    ring, who = _ring(loaded), person(loaded, by)
    audit.append(loaded.home, "vault.rotate", ring.newest, who.name, who.login)
    changed: dict[str, str] = {}

    def under_newest(source: dict[str, object]) -> dict[str, object]:
        record = msgspec.convert(source, SealedAd)
        try:
            after: dict[str, object] = msgspec.json.decode(encode(rewrap(record, ring)))
        except VaultError as error:
            changed[record.ad_id] = str(error)
            return source
        return after

    older = {"bool": {"must_not": {"term": {"key_id": ring.newest}}, "filter": {"terms": {"key_id": list(ring.keys)}}}}
    try:
        with session(loaded.search) as client:
            done = rewrite(client, VAULT, loaded.search.prefix, older, under_newest)
    except SearchError as error:
        raise KnownError(str(error)) from error
    print(f"{done.changed} records are under key {ring.newest} now; see: adwatch vault status")
    print(*(f"left as it is: {said}" for said in changed.values()), sep="\n", end="\n" if changed else "")
    return 1 if changed else 0


def make_key() -> int:
    """Print a new master key. It goes before the others, on a line of its own."""
    print(new_key())
    return 0


def _ring(loaded: Settings) -> KeyRing:
    if loaded.secrets.vault_key is None:
        raise KnownError("there is no secrets.vault_key here: nothing in the vault can be opened")
    return KeyRing.parse(loaded.secrets.vault_key.get_secret_value())


def _there(reader: Reader, item: str) -> str:
    if _found(reader, item) is None:
        raise KnownError(f"the vault holds nothing of {item}", exit_code=1)
    return item


def _found(reader: Reader, item: str) -> SealedAd | None:
    return reader.sealed_with(item) if "-" in item else reader.sealed(item)


def _opened(loaded: Settings, reader: Reader, item: str, ring: KeyRing) -> Iterator[dict[str, object]]:
    """The original of an ad; of a token only the contact that it stands for. What is gone by now is left out."""
    record = _found(reader, item)
    if record is not None:
        sealed_then = open_sealed(record, ring)
        original = decode(Original, token_keys(loaded).renewed_bytes(encode(sealed_then)))  # with the tokens of today
        whole = {"id": item, "observed_at": f"{record.observed_at:%Y-%m-%d %H:%M:%S}", "source": record.source}
        if "-" not in item:
            yield {**whole, **msgspec.to_builtins(original)}
        else:
            yield from ({**whole, **msgspec.to_builtins(each)} for each in original.contacts if each.token == item)


def _plain(opened: dict[str, object]) -> str:
    return "\n".join(f"{name}: {clean(str(value), _SHOWN)}" for name, value in opened.items() if value)
