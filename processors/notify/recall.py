"""What waits to be told about an alert that was corrected: it is told with the correction in it, or not at all."""

from typing import NamedTuple

import msgspec
from msgspec.structs import replace

from processors.notify.digest import Digest
from processors.notify.held import HELD, HELD_ALERTS, Held, HeldAlert
from processors.notify.keys import held_key, short
from processors.notify.queue import QUEUE, REFUSED, Item, Refusal
from processors.notify.words import languages, words
from processors.state import Transaction
from schemas.alert import Alert, Correction
from schemas.codec import decode, encode

_PLACE = 8


class Recalled(NamedTuple):
    """An alert that waited for a target and was taken out of the queue, and when it was due."""

    item: Item
    due: int


def in_one(alert: Alert, said: Correction) -> Alert:
    """The alert with the correction in it, to be told for the first time."""
    return replace(alert, correction=replace(said, amends=False))


def mend_held(team: str, alert_id: str, said: Correction, tx: Transaction) -> bool:
    """Mend or delete what a team's digest to come would say of an alert; whether it waits for one."""
    kept = tx.get(HELD_ALERTS, held_key(team, alert_id))
    if kept is None:
        return False
    whole = msgspec.json.decode(kept, type=HeldAlert)
    tx.put(HELD_ALERTS, held_key(team, alert_id), encode(replace(whole, payload=_mended(whole.payload, said))))
    rows = [
        (key, msgspec.json.decode(value, type=Held)) for key, value in tx.scan(HELD) if key[-_PLACE:] == short(alert_id)
    ]
    mine = [(key, held) for key, held in rows if (held.team, held.alert_id) == (team, alert_id)]
    for key, held in mine:
        if said.is_withdrawn:
            tx.delete(HELD, key)
            tx.delete(HELD_ALERTS, held_key(team, alert_id))
        else:
            tx.put(HELD, key, encode(corrected(held, said)))
    return bool(mine)


def mend_digests(target: str, alert_id: str, said: Correction, tx: Transaction) -> None:
    """Have digests that wait for a target say of the alert what became of it."""
    for key, value in list(tx.scan(QUEUE, short(target))):
        item = msgspec.json.decode(value, type=Item)
        made = decode(Digest, item.payload) if item.kind == "digest" else None
        if made and any(each.alert_id == alert_id for each in made.alerts):
            alerts = tuple(corrected(each, said) if each.alert_id == alert_id else each for each in made.alerts)
            tx.put(QUEUE, key, encode(replace(item, payload=encode(replace(made, alerts=alerts)))))


def mend_refused(target: str, alert_id: str, said: Correction, tx: Transaction) -> bool:
    """Have an alert that a target refused become its letter with the correction in it; whether there is such."""
    key = short(target) + short(alert_id)
    found = tx.get(REFUSED, key)
    if found is None:
        return False
    refusal = msgspec.json.decode(found, type=Refusal)
    tx.put(
        REFUSED, key, encode(replace(refusal, item=replace(refusal.item, payload=_mended(refusal.item.payload, said))))
    )
    return True


def take_out(target: str, ids: tuple[str, ...], tx: Transaction) -> Recalled | None:
    """Take the messages of these ids out of a target's queue, if any wait there; the one that is due first."""
    wanted = {short(each) for each in ids}
    rows = [(key, value) for key, value in tx.scan(QUEUE, short(target)) if key[-_PLACE:] in wanted]
    for key, _ in rows:
        tx.delete(QUEUE, key)
    for key, value in rows:
        return Recalled(msgspec.json.decode(value, type=Item), int.from_bytes(key[_PLACE : 2 * _PLACE], "big"))
    return None


def corrected(held: Held, said: Correction) -> Held:
    """What a digest says of an alert, after what became of it. A digest that is made already may name one that was
    withdrawn."""
    sentences = {}
    for language in languages():
        brief = words(language).corrections.brief
        before = held.sentences.get(language) or held.sentences.get("en", "")
        for each in brief.values():  # of an earlier correction, or of this one when it comes again
            before = before.removeprefix(each).lstrip()
        sentences[language] = f"{brief[said.outcome]} {before}".strip()
    return replace(held, sentences=sentences)


def _mended(payload: bytes, said: Correction) -> bytes:
    return encode(in_one(decode(Alert, payload), said))
