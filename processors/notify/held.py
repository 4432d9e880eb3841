"""Alerts held for a digest: a line for it of each, and the alert itself until every target has the digest."""

from collections import Counter
from collections.abc import Collection, Iterator

import msgspec
from msgspec.structs import replace

from processors.notify.keys import MOMENT, held_key, moment_key, short
from processors.state import Transaction
from schemas.base import Moment, Record
from schemas.codec import encode

HELD, HELD_ALERTS, DIGESTS = "held", "held.alerts", "digests"


class Held(Record, frozen=True, kw_only=True):
    """One alert that a team is told about in a digest; nothing more of it than a digest says."""

    team: str
    digest: str  # the name of the digest
    reason: str  # why it was not told by itself
    alert_id: str
    rule: str
    severity: str
    band: str
    group: str
    at: Moment
    titles: dict[str, str]  # by language
    sentences: dict[str, str]


class HeldAlert(Record, frozen=True, kw_only=True):
    """The alert itself, kept until every target took the digest that names it: what is refused becomes its letter."""

    payload: bytes
    targets: tuple[str, ...]  # identities of the team's targets, all of which count as told


class Named(Record, frozen=True, kw_only=True):
    """The alerts of a digest, all of them, and how many targets have not taken it yet."""

    left: int
    alerts: tuple[str, ...]


def hold(due: int, held: Held, alert: HeldAlert, tx: Transaction) -> None:
    """Keep an alert for the digest that is due then."""
    place = moment_key(due) + short(f"{held.team}\x1f{held.digest}") + short(held.alert_id)
    tx.put(HELD, place, encode(held))
    tx.put(HELD_ALERTS, held_key(held.team, held.alert_id), encode(alert))


def held_alert(team: str, alert_id: str, tx: Transaction) -> HeldAlert | None:
    """An alert that is held for a team, or named by a digest that not all its targets took yet."""
    found = tx.get(HELD_ALERTS, held_key(team, alert_id))
    return msgspec.json.decode(found, type=HeldAlert) if found else None


def forget_held(team: str, alert_id: str, tx: Transaction) -> None:
    """Its team needs it no more."""
    tx.delete(HELD_ALERTS, held_key(team, alert_id))


def ripe(now: int, tx: Transaction) -> Iterator[list[Held]]:
    """Everything held for digests that are due, digest by digest; it is then gone from here."""
    digests: dict[bytes, list[Held]] = {}
    keys = []
    for key, value in tx.scan(HELD):
        if int.from_bytes(key[:MOMENT], "big") > now:
            break
        keys.append(key)
        digests.setdefault(key[MOMENT:-MOMENT], []).append(msgspec.json.decode(value, type=Held))
    for key in keys:
        tx.delete(HELD, key)
    yield from digests.values()


def count_held(tx: Transaction) -> dict[str, int]:
    """How many alerts wait for a digest, by team."""
    return dict(Counter(msgspec.json.decode(value, type=Held).team for _, value in tx.scan(HELD)))


def name(digest: str, alerts: Collection[str], targets: int, tx: Transaction) -> None:
    """Note the alerts of a digest that so many targets are to get."""
    tx.put(DIGESTS, short(digest), encode(Named(left=targets, alerts=tuple(alerts))))


def named(digest: str, tx: Transaction) -> Named | None:
    """The alerts of a digest that not all its targets took yet."""
    found = tx.get(DIGESTS, short(digest))
    return msgspec.json.decode(found, type=Named) if found else None


def let_go(digest: str, team: str, tx: Transaction) -> None:
    """One target less needs the alerts of a digest."""
    found = named(digest, tx)
    if found is None:
        return
    if found.left > 1:
        tx.put(DIGESTS, short(digest), encode(replace(found, left=found.left - 1)))
        return
    tx.delete(DIGESTS, short(digest))
    for alert_id in found.alerts:
        forget_held(team, alert_id, tx)
