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
SAID = "rests.said"  # moves of ads that were said
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


class Moving:
    """The alerts that ads leave and come back to by one record, each read once, with whom its ads are by now."""

    def __init__(self, kind: str, memory: Memory) -> None:
        self._kind, self._memory = kind, memory
        self._places: dict[bytes, tuple[Rest, dict[str, str]] | None] = {}

    def of_ad(self, ad: str) -> Iterator[tuple[Rest, dict[str, str]]]:
        """The alerts that rest on an ad being together with others in a group of the kind, and where their ads are.

        Not only those about the very group that it left: theirs may have become a part of it, which is not told here.
        """
        for place in rests.places_of_ad(ad, self._memory):
            if place not in self._places:
                rest = rests.read(place, self._memory)
                known = rest and rest.kind == self._kind and (rest, dict(zip(rest.ads, rest.places, strict=True)))
                self._places[place] = known or None
            if found := self._places[place]:
                yield found

    def moved(self) -> list[Rest]:
        """Those of which an ad is with others than before."""
        known = (each for each in self._places.values() if each)
        now = ((rest, tuple(places[ad] for ad in rest.ads)) for rest, places in known)
        return [replace(rest, places=places) for rest, places in now if places != rest.places]


_encode = msgspec.msgpack.Encoder().encode
_left = msgspec.msgpack.Decoder(Left).decode


def part(split: GroupSplit, memory: Memory) -> list[Rest]:
    """Note which ads left a group and which came into it; the alerts whose ads are with others by that."""
    moving = Moving(split.kind, memory)
    for number, ads in enumerate(split.apart):
        place = digest(split.evidence, ads[0]).hex()[:_MOMENT]
        part = split.into[number] if number < len(split.into) else None
        for ad in ads:
            if _is_news("left", split, ad, memory):
                _leave(split, ad, place, part, moving, memory)
    for ad in split.joined:
        if _is_news("came", split, ad, memory):
            _come_back(split.kind, split.whole, ad, moving, memory)
    return moving.moved()


def _is_news(what: str, split: GroupSplit, ad: str, memory: Memory) -> bool:
    """Whether this move of an ad was never said before. The groups that others went into may be cut otherwise when it
    is said again, so they do not count."""
    at = epoch_ms(split.at)
    place = digest(what, split.kind, split.whole, split.evidence, str(at), ad)
    if memory.until(SAID, place):
        return False
    memory.put(SAID, place, b"", max(at, memory.watermark) + KEEP)
    return True


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
            moving = Moving(kind, memory)
            _come_back(kind, group, ad.ad_id, moving, memory)
            for rest in moving.moved():
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


def _leave(split: GroupSplit, ad: str, place: str, part: str | None, moving: Moving, memory: Memory) -> None:
    before = left_by(split.kind, ad, memory)
    _put(split.kind, ad, Left(split.whole, place, epoch_ms(split.at), split.reason, _newest(before), part), memory)
    for _, places in moving.of_ad(ad):
        places[ad] = place


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


def _come_back(kind: str, whole: str, ad: str, moving: Moving, memory: Memory) -> None:
    """To the group that it left last it is back as before; of another one it is known that it is there."""
    gone = left_by(kind, ad, memory)
    if gone is None:
        return
    if gone.whole != whole:
        _put(kind, ad, replace(gone, part=whole), memory)
        return
    _put(kind, ad, gone.before, memory)
    place = gone.before.place if gone.before else ""
    for rest, places in moving.of_ad(ad):
        if places.get(ad) == gone.place:
            places[ad] = "" if rest.whole == whole else place


def _put(kind: str, ad: str, gone: Left | None, memory: Memory) -> None:
    until = max(gone.at if gone else 0, memory.watermark) + KEEP
    memory.put(APART, digest(kind, ad), _encode(gone) if gone else b"", until)
