"""Working actors out anew, from their ads: after an analyst's decision, for which no shortcut is worth its risk."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from msgspec.structs import replace

from processors.link.actors import actor_of, attach
from processors.link.apart import MAX_NAMED, Part, Split, splits_of
from processors.link.due import all_of_actor
from processors.link.graph import ads_of, erase, keep, known, note
from processors.link.records import Actor
from processors.link.tables import State, number_key
from processors.link.traces import trace_of

MAX_ADS = 50_000  # of the actors concerned, the newest; more than an actor of a person ever has
Pairs = tuple[tuple[str, str], ...]


class Regrouped(NamedTuple):
    """Ids of actors that became one (survivor, merged); what left actors that fell apart; ads without one by now; and
    the ads that came to an actor, other than a part of one that fell apart."""

    merges: Pairs
    splits: tuple[Split, ...]
    alone: list[int]
    joined: tuple[Part, ...] = ()


def regroup(numbers: Iterable[int], change: Callable[[], None], state: State, token: str = "") -> Regrouped:
    """Find the actors of these ads, and of all ads that are at one actor with them, anew after a `change`, which may be
    about a contact (its token).

    An actor that has an old one's first ad keeps that one's id. The ads of all of them come in line to be told again.
    """
    numbers = list(numbers)
    old = _actors_of(numbers, state)
    concerned = sorted({*numbers, *(number for actor in old for number in ads_of(actor.contacts, MAX_ADS, state))})
    before = {number: _id_of(number, state) for number in concerned}
    _dissolve(old, concerned, state)
    change()
    for number in concerned:
        trace = trace_of(state.ad(number))
        for contact in trace.contacts:
            if state.contacts.get(contact) is None:
                note(contact, trace, True, state)
        attach(trace, False, state)
    _keep_ids(old, state)
    after = {number: _id_of(number, state) for number in concerned}
    for actor in _actors_of(concerned, state):
        all_of_actor(actor.number, state)
    return _difference(before, after, token, state)


def _actors_of(numbers: Iterable[int], state: State) -> list[Actor]:
    """The actors of all contacts of these ads, the oldest first."""
    contacts = {contact for number in numbers for contact in state.ad(number).contacts}
    found = {actor.number: actor for contact in contacts if (actor := actor_of((contact,), state)) is not None}
    return sorted(found.values(), key=lambda actor: actor.first)


def _dissolve(actors: Iterable[Actor], numbers: Iterable[int], state: State) -> None:
    """Take the actors away, and what their ads say about contacts that link."""
    for actor in actors:
        state.actors.put(number_key(actor.number), None)
        for contact in actor.contacts:
            state.contacts.put(contact, replace(known(contact, state), actor=None))
    for number in numbers:
        contacts = state.ad(number).contacts
        erase([each for each in contacts if (use := state.contacts.get(each)) and not use.hub], number, state)


def _keep_ids(old: Iterable[Actor], state: State) -> None:
    """Give each actor that has the first ad of an old one its id; where there are several, that of the oldest."""
    taken: set[int] = set()
    for before in old:
        first = state.ads.get(number_key(before.first))
        now = actor_of(first.contacts, state) if first else None
        if now is not None and now.number not in taken:
            taken.add(now.number)
            keep(replace(now, id=before.id, first=before.first), (), state)


def _id_of(number: int, state: State) -> str:
    actor = actor_of(state.ad(number).contacts, state)
    return actor.id if actor else ""


def _difference(before: dict[int, str], after: dict[int, str], contact: str, state: State) -> Regrouped:
    moved = sorted({(before[number], after[number]) for number in before if before[number] != after[number]})
    left = set(after.values())
    return Regrouped(
        merges=tuple((now, was) for was, now in moved if was and now and was not in left),
        splits=tuple(_splits(before, after, contact, state)),
        alone=[number for number in before if before[number] and not after[number]],
        joined=tuple(_joined(before, after, state)),
    )


def _joined(before: dict[int, str], after: dict[int, str], state: State) -> Iterator[Part]:
    known = set(before.values())
    came: defaultdict[str, list[int]] = defaultdict(list)
    for number in sorted(before, reverse=True):
        was, now = before[number], after[number]
        if now and now != was and (now in known or not was):
            came[now].append(number)
    for now, numbers in sorted(came.items()):
        yield Part(now, state.ids_of(numbers[:MAX_NAMED]))


def _splits(before: dict[int, str], after: dict[int, str], contact: str, state: State) -> Iterator[Split]:
    """What left each actor whose ads are not all together any more. Where none of them kept its id, all of them left:
    then it is a merge to whoever took most of them, too."""
    groups: defaultdict[str, defaultdict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for number in sorted(before, reverse=True):
        if was := before[number]:
            groups[was][after[number]].append(number)
    for was, found in sorted(groups.items()):
        alone = found.pop("", [])
        stayed = was in found or was in after.values()
        if len(found) + len(alone) > 1 or alone:
            named = {now: state.ids_of(numbers[:MAX_NAMED]) for now, numbers in sorted(found.items()) if now != was}
            parts = [Part(now if stayed else was, ads, now) for now, ads in named.items()]
            yield from splits_of(was, parts, state.ids_of(alone[:MAX_NAMED]), contact)
