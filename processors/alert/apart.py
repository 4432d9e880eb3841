"""With whom ads are by now, as far as `ads.splits` tells: which left their group, together with whom, and which came
back. Of each ad that left its group 110 bytes are remembered for 90 days of event time.

What left a group, and what came back into it, is said on one partition, so it is read in the order it was said in.
"""

from collections.abc import Iterator, Sequence
from itertools import islice

import msgspec
from msgspec.structs import replace

from processors.alert import rests
from processors.alert.hit import LATENESS
from processors.alert.rests import KEEP, Rest
from processors.alert.seen import digest
from processors.memory import Memory
from schemas.ad import ScoredAd
from schemas.base import epoch_ms
from schemas.events import GroupSplit

APART = "rests.apart"
MOST_LEFT = 8  # groups that one ad is remembered to have left, the newest
_MOMENT = 8


class Left(msgspec.Struct, array_like=True, frozen=True):
    """That an ad left a group, and why; and the group that it had left before it came into that one."""

    whole: str
    place: str
    at: int
    reason: str
    before: "Left | None" = None
    part: str | None = None  # the group that it is in by now, "" for none; None: not known
    told: int = 0  # version of the newest word on the ad that says so


_encode = msgspec.msgpack.Encoder().encode
_left = msgspec.msgpack.Decoder(Left).decode


def part(split: GroupSplit, memory: Memory) -> list[Rest]:
    """Note which ads left a group and which came into it; the alerts whose ads are with others by that."""
    changed: dict[str, Rest] = {}
    for number, ads in enumerate(split.apart):
        place = digest(split.evidence, ads[0]).hex()[:_MOMENT]
        part = split.into[number] if number < len(split.into) else None
        for ad in ads:
            _leave(split, ad, place, part, changed, memory)
    for ad in split.joined:
        _come_back(split.kind, split.whole, ad, changed, memory)
    return list(changed.values())


def seen_again(ad: ScoredAd, memory: Memory) -> None:
    """An ad that is told to be elsewhere than where it went is there, if that was said later: by its version, or as it
    was seen a day later. Else it may have been said before it left, by a partition that lagged."""
    for kind, group in (("actor", ad.actor or ""), ("cluster", ad.cluster)):
        gone = left_by(kind, ad.ad_id, memory)
        if gone is None:
            continue
        if group == gone.part:
            if ad.version > gone.told:
                _put(kind, ad.ad_id, replace(gone, told=ad.version), memory)
        elif (gone.told and ad.version > gone.told) or ad.observed_ms > gone.at + LATENESS:
            changed: dict[str, Rest] = {}
            _come_back(kind, group, ad.ad_id, changed, memory)
            for rest in changed.values():
                rests.note(rest, memory)


def left_by(kind: str, ad: str, memory: Memory) -> Left | None:
    """How an ad left its group, if it did."""
    stored = memory.get(APART, digest(kind, ad))
    return _left(stored) if stored else None


def places_of(kind: str, whole: str, ads: Sequence[str], memory: Memory) -> tuple[str, ...]:
    """With whom the ads of an alert about a group are by now: what led to it may have been said before they left. The
    group may have been part of another one meanwhile, so it counts where they are, and not only what they left."""
    return tuple(_place(left_by(kind, ad, memory), whole) for ad in ads)


def _place(gone: Left | None, whole: str) -> str:
    if gone is None or whole == gone.part or (gone.part is None and whole != gone.whole):
        return ""
    return gone.place


def _leave(split: GroupSplit, ad: str, place: str, part: str | None, changed: dict[str, Rest], memory: Memory) -> None:
    """A stage that was killed says again what it had said since its last commit: such splits change nothing."""
    before = left_by(split.kind, ad, memory)
    if any((each.whole, each.place) == (split.whole, place) for each in _chain(before)):
        return
    _put(split.kind, ad, Left(split.whole, place, epoch_ms(split.at), split.reason, _newest(before), part), memory)
    for rest in _resting(split.kind, ad, changed, memory):
        changed[rest.alert_id] = _moved(rest, ad, place)


def _chain(gone: Left | None) -> Iterator[Left]:
    while gone is not None:
        yield gone
        gone = gone.before


def _newest(gone: Left | None) -> Left | None:
    """What an ad left before, up to the most that is remembered with one more."""
    kept: Left | None = None
    for each in reversed(list(islice(_chain(gone), MOST_LEFT - 1))):
        kept = replace(each, before=kept)
    return kept


def _come_back(kind: str, whole: str, ad: str, changed: dict[str, Rest], memory: Memory) -> None:
    """To the group that it left last it is back as before; of another one it is known that it is there."""
    gone = left_by(kind, ad, memory)
    if gone is None:
        return
    if gone.whole != whole:
        _put(kind, ad, replace(gone, part=whole), memory)
        return
    _put(kind, ad, gone.before, memory)
    place = gone.before.place if gone.before else ""
    for rest in _resting(kind, ad, changed, memory):
        if rest.places[rest.ads.index(ad)] == gone.place:
            changed[rest.alert_id] = _moved(rest, ad, "" if rest.whole == whole else place)


def _put(kind: str, ad: str, gone: Left | None, memory: Memory) -> None:
    until = max(gone.at if gone else 0, memory.watermark) + KEEP
    memory.put(APART, digest(kind, ad), _encode(gone) if gone else b"", until)


def _resting(kind: str, ad: str, changed: dict[str, Rest], memory: Memory) -> Iterator[Rest]:
    """The alerts that rest on an ad being together with others in a group of that kind, as they stand by now.

    Not only those about the very group that it left: theirs may have become a part of it, which is not told here."""
    for rest in list(rests.of_ad(ad, memory)):
        if rest.kind == kind:
            yield changed.get(rest.alert_id, rest)


def _moved(rest: Rest, ad: str, place: str) -> Rest:
    places = tuple(place if each == ad else before for each, before in zip(rest.ads, rest.places, strict=True))
    return replace(rest, places=places)
