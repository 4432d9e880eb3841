"""What alerts rest on that links brought together, so that they can be put right when a link turns out to be none.

An alert is remembered here when its ads are together because they are of one actor, share a contact or are of one
cluster, or when its ad shows what only links can tell. That is about 400 bytes, 25 more for each further ad, for 90
days of event time, as long as `alerts` keeps it. Of each ad that left its group, 60 bytes are remembered as long, for
alerts that come of what was said before.
"""

from collections.abc import Collection, Iterator, Sequence

import msgspec
from msgspec.structs import replace

from processors.alert.hit import LATENESS
from processors.alert.seen import DAY, digest
from processors.memory import Memory
from processors.state import Transaction
from schemas.events import GroupSplit

RESTS, OF_AD, APART = "rests", "rests.ads", "rests.apart"
KEEP = 90 * DAY
MOST_OF_AD = 50  # alerts that one ad is remembered for, the newest
TOGETHER = 2  # fewer ads than that are not together
_KEY, _MOMENT = 16, 8


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
    ads: tuple[str, ...]
    places: tuple[str, ...]  # for each ad with whom it is: equal for those that are together
    found: tuple[str, ...]  # indicators that links found in its last ad
    outcome: str = ""  # of the newest correction
    left: int = 0  # ads that were left by it
    told: int = 0  # version of its last ad that it was raised on


class Left(msgspec.Struct, array_like=True, frozen=True):
    """That an ad left a group, and why."""

    whole: str
    place: str
    at: int
    reason: str


_encode = msgspec.msgpack.Encoder().encode
_rest = msgspec.msgpack.Decoder(Rest).decode
_left = msgspec.msgpack.Decoder(Left).decode


def note(rest: Rest, memory: Memory) -> None:
    """Remember an alert, or how it stands by now."""
    place, until = digest(rest.alert_id), max(rest.at, memory.watermark) + KEEP
    known = memory.get(RESTS, place) is not None
    memory.put(RESTS, place, _encode(rest), until)
    for ad in () if known else rest.ads:
        before = memory.get(OF_AD, digest(ad)) or b""
        memory.put(OF_AD, digest(ad), (before + place)[-MOST_OF_AD * _KEY :], until)


def of_ad(ad_id: str, memory: Memory) -> Iterator[Rest]:
    """The alerts that rest on an ad."""
    places = memory.get(OF_AD, digest(ad_id)) or b""
    for start in range(0, len(places), _KEY):
        stored = memory.get(RESTS, places[start : start + _KEY])
        if stored is not None:
            yield _rest(stored)


def part(split: GroupSplit, memory: Memory) -> list[Rest]:
    """Note which ads left a group; the alerts that rest on them, as they stand now."""
    at = int(split.at.timestamp() * 1000)
    changed: dict[str, Rest] = {}
    for ads in split.apart:
        gone = Left(split.whole, digest(split.evidence, ads[0]).hex()[:_MOMENT], at, split.reason)
        for ad in ads:
            memory.put(APART, digest(split.kind, ad), _encode(gone), max(at, memory.watermark) + KEEP)
            for rest in of_ad(ad, memory):
                rest = changed.get(rest.alert_id, rest)
                if rest.kind == split.kind:
                    changed[rest.alert_id] = replace(rest, places=_moved(rest, ad, gone.place))
    return list(changed.values())


def _moved(rest: Rest, ad: str, place: str) -> tuple[str, ...]:
    return tuple(place if each == ad else before for each, before in zip(rest.ads, rest.places, strict=True))


def left_by(kind: str, ad: str, memory: Memory) -> Left | None:
    """How an ad left its group, if it did."""
    stored = memory.get(APART, digest(kind, ad))
    return _left(stored) if stored else None


def places_of(kind: str, whole: str, ads: Sequence[str], memory: Memory) -> tuple[str, ...]:
    """With whom the ads of an alert about a group are by now: what led to it may have been said before they left."""
    gone = [left_by(kind, ad, memory) for ad in ads]
    return tuple(each.place if each and each.whole == whole else "" for each in gone)


def came_back(kind: str, ad_id: str, group: str | None, observed: int, memory: Memory) -> None:
    """An ad that is seen in its group a day after it left has come back to it. Before that, it may have been said to be
    in it before it left, by a partition that lagged."""
    gone = left_by(kind, ad_id, memory)
    if gone is not None and gone.whole == group and observed > gone.at + LATENESS:
        memory.put(APART, digest(kind, ad_id), b"", memory.watermark + DAY)


def largest(ads: Sequence[str], places: Sequence[str]) -> tuple[str, ...]:
    """The ads that still are together: of the largest group, of equal ones of that with the newest ad; in order."""
    last = {place: number for number, place in enumerate(places)}
    sizes = {place: places.count(place) for place in last}
    best = max(last, key=lambda place: (sizes[place], last[place]), default="")
    return tuple(ad for ad, place in zip(ads, places, strict=True) if place == best)


def forget(ads: Collection[str], tx: Transaction) -> int:
    """Take erased ads out; how many alerts that changed. Those about one of them, or about no other, are not known any
    more."""
    changed = 0
    for key, value in list(tx.scan(RESTS)):
        rest = _rest(value[_MOMENT:])
        if not _names(rest, ads):
            continue
        changed += 1
        kept = [(ad, place) for ad, place in zip(rest.ads, rest.places, strict=True) if ad not in ads]
        if not kept or rest.subject[1] in ads:
            tx.delete(RESTS, key)
            continue
        left = replace(rest, ads=tuple(ad for ad, _ in kept), places=tuple(place for _, place in kept))
        tx.put(RESTS, key, value[:_MOMENT] + _encode(left))
    return changed


def remains(ads: Collection[str], tx: Transaction) -> int:
    """How many alerts that are remembered name one of these ads."""
    return sum(_names(_rest(value[_MOMENT:]), ads) for _, value in tx.scan(RESTS))


def _names(rest: Rest, ads: Collection[str]) -> bool:
    return not set(ads).isdisjoint((*rest.ads, rest.subject[1]))
