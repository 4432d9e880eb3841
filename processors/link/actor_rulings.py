"""Decisions about actors: contacts that link nothing, nothing here or always, and ads that are of one actor."""

from collections.abc import Sequence

from msgspec.structs import replace

from processors.link.decisions import Decision
from processors.link.effect import Effect, of_regrouping
from processors.link.graph import ads_of, known
from processors.link.hubs import CUT
from processors.link.intake import contact_key, forced_key
from processors.link.records import Kept
from processors.link.regroup import regroup
from processors.link.tables import State, number_key

MAX_ADS = 10_000  # with a contact that is cut or forced, the newest


def mark(contact: bytes, why: str, decision: Decision, state: State) -> Effect:
    """Make a contact one that links nothing (CUT), one that is never a hub (FORCED), or with "" one like others."""
    use = state.contacts.get(contact)
    numbers = ads_of((contact,), MAX_ADS, state)
    if use is None:
        return Effect()

    def change() -> None:
        now = known(contact, state)
        state.contacts.put(contact, replace(now, hub=why == CUT, why=why))

    return of_regrouping([], regroup(numbers, change, state, decision.contact), decision, undone=not why)


def cut_here(ad: Kept, contact: bytes, decision: Decision, state: State) -> Effect:
    """Let a contact not link this ad."""
    left = tuple(each for each in ad.contacts if each != contact)
    return _changed([replace(ad, contacts=left, cut=(*ad.cut, contact))], decision, False, state)


def link_here(ad: Kept, contact: bytes, decision: Decision, state: State) -> Effect:
    """Let a contact link this ad again, if the ad has it."""
    had = set(map(contact_key, ad.tokens))
    contacts = (contact, *ad.contacts) if contact in had else ad.contacts
    left = tuple(each for each in ad.cut if each != contact)
    return _changed([replace(ad, contacts=contacts, cut=left)], decision, True, state, contact)


def force(one: Kept, other: Kept, decision: Decision, state: State) -> Effect:
    """Let two ads be of one actor, as if they shared a contact that nobody else has."""
    key = forced_key(decision.id)
    state.tx.put("forced", key, decision.id.encode())
    ads = [replace(ad, contacts=(*ad.contacts, key), forced=(*ad.forced, key)) for ad in (one, other)]
    return _changed(ads, decision, False, state)


def release(ads: Sequence[Kept], decision: Decision, state: State) -> Effect:
    """Take that back."""
    key = forced_key(decision.id)
    state.tx.delete("forced", key)
    freed = [
        replace(
            ad,
            contacts=tuple(each for each in ad.contacts if each != key),
            forced=tuple(each for each in ad.forced if each != key),
        )
        for ad in ads
    ]
    effect = _changed(freed, decision, True, state)
    state.contacts.put(key, None)
    return effect


def _changed(ads: list[Kept], decision: Decision, undone: bool, state: State, *joining: bytes) -> Effect:
    """Keep the ads as they are now and find their actors, and those of the `joining` contacts, anew."""
    numbers = [ad.number for ad in ads]
    concerned = [*numbers, *ads_of(joining, MAX_ADS, state)]

    def change() -> None:
        for ad in ads:
            state.ads.put(number_key(ad.number), ad)

    return of_regrouping(numbers, regroup(concerned, change, state, decision.contact), decision, undone)
