"""What alerts rest on that links brought together, so that they can be put right when a link turns out to be none.

An alert is remembered here when its ads are together because they are of one actor, share a contact or are of one
cluster, or when its ad shows what only links can tell; with what its rule counted, so that what is left can be counted
again. That is about 450 bytes, 40 more for each further ad, for 90 days of event time, as long as `alerts` keeps it.
"""

from collections.abc import Collection, Iterator

import msgspec
from msgspec.structs import replace

from processors.alert.seen import DAY, digest
from processors.memory import Memory
from processors.state import Transaction

RESTS, OF_AD = "rests", "rests.ads"
KEEP = 90 * DAY
MOST_OF_AD = 50  # alerts that one ad is remembered for, the newest
_KEY, _MOMENT = 16, 8
# Between the alerts of an ad: those before it do not rest on what links found in it, so they are not read when it
# is told again. The version before takes this for an alert that is not known any more, and adds after it.
_NOTHING_FOUND = b"\xff" * _KEY

Counted = tuple[int, int, int, str]  # place among the ads, moment, place among the sources, value


class Rest(msgspec.Struct, array_like=True, frozen=True):
    """An alert, as far as a correction of it needs to know."""

    alert_id: str
    rule: str
    version: int
    severity: str
    subject: tuple[str, str]
    key: str
    window: str
    at: int
    titles: tuple[str, str]  # English, French
    band: str
    actor: str | None
    silenced_by: str
    kind: str  # of the group that its ads are together in: actor, cluster, or "" for none
    ads: tuple[str, ...]  # all that its rule counted, the newest last; the alert names the newest of them
    places: tuple[str, ...]  # for each ad with whom it is: equal for those that are together
    found: tuple[str, ...]  # indicators that links found in its last ad
    outcome: str = ""  # of the newest correction
    left: int = 0  # ads that were left by it
    told: int = 0  # version of its last ad that it was raised on
    whole: str = ""  # id of the group; of alerts of before this was kept it is not known
    counted: int = 0  # what its rule had counted; 0: it counts nothing
    sources: tuple[str, ...] = ()
    events: tuple[Counted, ...] = ()  # that its rule counted; none where it cannot be counted again
    mended: int = 0  # moment of the newest correction
    lost: tuple[str, ...] = ()  # indicators that its ad does not show any more
    still: tuple[int, ...] = ()  # places of the ads that it still rests on, as was told
    moved: int = 0  # moment of the correction after which it rested on others of its ads than before; 0: never
    linked: tuple[bool, ...] = ()  # of what its rule asks of links, which parts its one ad met
    against: bool = False  # whether its one ad was held against earlier ads of its group


_encode = msgspec.msgpack.Encoder().encode
_rest = msgspec.msgpack.Decoder(Rest).decode


def note(rest: Rest, memory: Memory) -> None:
    """Remember an alert, or how it stands by now."""
    place, until = digest(rest.alert_id), max(rest.at, memory.watermark) + KEEP
    known = memory.get(RESTS, place) is not None
    memory.put(RESTS, place, _encode(rest), until)
    for ad in () if known else rest.ads:
        without, others = _parts(ad, memory)
        (others if _looked_at(rest) and ad == rest.ads[-1] else without).append(place)
        kept = [*without, _NOTHING_FOUND, *others][-MOST_OF_AD - 1 :]
        memory.put(OF_AD, digest(ad), b"".join(kept), until)


def with_found(ad_id: str, memory: Memory) -> Iterator[Rest]:
    """The alerts that rest on what links say of an ad."""
    found = (read(place, memory) for place in _parts(ad_id, memory)[1])
    return (rest for rest in found if rest and _looked_at(rest) and rest.ads[-1] == ad_id)


def _looked_at(rest: Rest) -> bool:
    """Whether it rests on what links say of its last ad, and so on how that is told again."""
    return bool(rest.found or rest.linked)


def places_of_ad(ad_id: str, memory: Memory) -> list[bytes]:
    """Where the alerts that rest on an ad are found."""
    without, others = _parts(ad_id, memory)
    return [*without, *others]


def _parts(ad_id: str, memory: Memory) -> tuple[list[bytes], list[bytes]]:
    """The same: those for which links found nothing in it, and the others, of which that must be looked at."""
    stored = memory.get(OF_AD, digest(ad_id)) or b""
    places = [stored[start : start + _KEY] for start in range(0, len(stored), _KEY)]
    known = places.index(_NOTHING_FOUND) if _NOTHING_FOUND in places else 0
    return places[:known], [place for place in places[known:] if place != _NOTHING_FOUND]


def read(place: bytes, memory: Memory) -> Rest | None:
    """The alert that is found there, if it is remembered."""
    stored = memory.get(RESTS, place)
    return _rest(stored) if stored is not None else None


def forget(ads: Collection[str], tx: Transaction) -> int:
    """Take erased ads out; how many alerts that changed. Those about one of them, or about no other, are not known any
    more."""
    changed = 0
    for key, value in list(tx.scan(RESTS)):
        rest = _rest(value[_MOMENT:])
        if not _names(rest, ads):
            continue
        changed += 1
        if set(rest.ads) <= set(ads) or rest.subject[1] in ads:
            tx.delete(RESTS, key)
        else:
            tx.put(RESTS, key, value[:_MOMENT] + _encode(_without(rest, ads)))
    return changed


def _without(rest: Rest, ads: Collection[str]) -> Rest:
    kept = [number for number, ad in enumerate(rest.ads) if ad not in ads]
    now = {number: place for place, number in enumerate(kept)}
    return replace(
        rest,
        ads=tuple(rest.ads[number] for number in kept),
        places=tuple(rest.places[number] for number in kept),
        events=tuple((now[number], at, source, value) for number, at, source, value in rest.events if number in now),
        still=tuple(now[number] for number in rest.still if number in now),
    )


def remains(ads: Collection[str], tx: Transaction) -> int:
    """How many alerts that are remembered name one of these ads."""
    return sum(_names(_rest(value[_MOMENT:]), ads) for _, value in tx.scan(RESTS))


def _names(rest: Rest, ads: Collection[str]) -> bool:
    return not set(ads).isdisjoint((*rest.ads, rest.subject[1]))
