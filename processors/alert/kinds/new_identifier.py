"""Kind `new_identifier`: a known actor appears with a contact that it was not seen with before.

For each actor there is a book of its contacts (tokens) with the first ad that showed each. The actor is known since
the first of them; contacts that come later are new. An ad that arrives late is written in where it belongs, and may
make a contact new that was thought to be the first.

An ad counts once for each contact it shows. So when two actors turn out to be one, the ads told again write the
other's contacts into the book and raise nothing; only the ad that joined the two did.
"""

from collections.abc import Iterator, Sequence
from typing import Literal

import msgspec

from processors.alert.alarms import AlertMemory
from processors.alert.duration import Duration
from processors.alert.hit import LATENESS, Hit
from processors.alert.rule import Rule, RuleFile
from processors.alert.seen import DAY, digest
from schemas.ad import ScoredAd
from schemas.mention import CONTACT_KINDS, MentionKind

TABLE = "contacts"
KEEP = 180 * DAY  # how long an actor without a new ad stays known
MAX_CONTACTS = 200  # with more, it is a hub (a platform, an agency's exchange): nothing about it is new any more


class NewIdentifierRule(RuleFile):
    """The key is always the actor."""

    kind: Literal["new_identifier"]
    subject: Literal["actor"]
    key: tuple[()] = ()
    known_for: Duration = 1  # how long the actor must have been known by then; at least, before
    contacts: frozenset[MentionKind] = CONTACT_KINDS  # the kinds of contact that count


class Entry(msgspec.Struct, array_like=True):
    """The first time a contact was seen with an actor."""

    at: int
    ad_id: str
    source: str
    kind: MentionKind
    waiting: list[str]  # ids of rules whose condition that ad met; emptied when no earlier ad can come any more
    told: list[str] = []  # ids of rules that have told of it


Book = dict[str, Entry]
_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(Book).decode
NewRule = Rule[NewIdentifierRule]


def hits(rules: Sequence[NewRule], ad: ScoredAd, memory: AlertMemory) -> Iterator[tuple[NewRule, Hit]]:
    """The rules that this ad completes: by its own new contact or, if it is late, by that of an ad before it."""
    if ad.actor is None or not ad.contacts:
        return
    met = [rule.id for rule in rules if rule.met(ad)]
    place = digest(ad.actor)
    stored = memory.get(TABLE, place)
    book = _decode(stored) if stored else {}
    changed = _write(book, ad, met, memory)
    first = min(book.values(), key=lambda entry: (entry.at, entry.ad_id))
    for token, entry in book.items():
        for rule in rules if entry.waiting else ():
            if rule.id in entry.waiting and _is_new(rule, entry, first.at):
                entry.waiting.remove(rule.id)
                entry.told.append(rule.id)
                changed = True
                yield rule, _hit(rule, ad.actor, token, entry, first)
    changed |= _settle(book, memory.watermark - LATENESS)
    if changed or memory.until(TABLE, place) < memory.watermark + KEEP - DAY:
        memory.put(TABLE, place, _encode(book), memory.watermark + KEEP)


def _write(book: Book, ad: ScoredAd, met: list[str], memory: AlertMemory) -> bool:
    """Write the ad's contacts into the book; whether that changed it."""
    changed = False
    for contact in ad.contacts:
        new_here = memory.counted.first_time("contact", contact.token)
        entry = book.get(contact.token)
        if (len(book) < MAX_CONTACTS) if entry is None else (memory.moment < entry.at):
            told = entry.told if entry else []
            waiting = [rule for rule in met if new_here and rule not in told]
            book[contact.token] = Entry(memory.moment, ad.ad_id, ad.source, contact.kind, waiting, told)
            changed = True
    return changed


def _is_new(rule: NewRule, entry: Entry, known_since: int) -> bool:
    return entry.kind in rule.file.contacts and entry.at - known_since >= rule.file.known_for


def _settle(book: Book, moment: int) -> bool:
    """No ad from before `moment` will be counted any more: what waited since then has been told or never will be."""
    settled = [entry for entry in book.values() if entry.waiting and entry.at < moment]
    for entry in settled:
        entry.waiting = []
    return bool(settled)


def _hit(rule: NewRule, actor: str, token: str, entry: Entry, first: Entry) -> Hit:
    window = token if rule.file.period is None else rule.period_of(entry.at)
    sources = tuple(dict.fromkeys((first.source, entry.source)))
    return Hit(actor, window, entry.at, (first.ad_id, entry.ad_id), sources, contact=entry.kind)
