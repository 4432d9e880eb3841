"""Alerts on one ad that rest on what links fill in without a finding: of what group it is, and of how many ads.

Which such parts of its rule's condition an ad met is remembered with the alert. When the ad is told again and does not
meet one of them, nor the rule, because its group fell apart, the alert does not hold: an ad that was edited, or a group
that shrank since ads were erased, takes nothing back.
"""

from collections.abc import Iterator
from typing import Any

import msgspec

from processors.alert import apart
from processors.alert.condition import Compare, Condition
from processors.alert.hit import LATENESS
from processors.alert.predicate import predicate
from processors.alert.rests import KEEP, Rest
from processors.alert.rule import Asked, Rule
from processors.alert.seen import digest
from processors.memory import Memory
from schemas.ad import ScoredAd
from schemas.base import epoch_ms
from schemas.events import GroupSplit

FALLEN = "rests.fallen"  # groups that fell apart -> when, and why
KIND_OF = {
    "actor": "actor", "actor_ads": "actor", "actor_sources": "actor", "cluster": "cluster", "cluster_size": "cluster",
}  # fmt: skip

_encode = msgspec.msgpack.Encoder().encode
_fallen = msgspec.msgpack.Decoder(tuple[int, str]).decode


def fell_apart(split: GroupSplit, memory: Memory) -> None:
    """Note that ads left a group: also those that stay are fewer by now."""
    if split.apart:
        at = epoch_ms(split.at)
        memory.put(
            FALLEN, _place(split.kind, split.whole), _encode((at, split.reason)), max(at, memory.watermark) + KEEP
        )


def asked(condition: Condition) -> tuple[Asked, ...]:
    """The comparisons of a condition with a field that links fill in, each with the kind of the group that it is of."""
    return tuple((KIND_OF[each.field], predicate(each, ScoredAd)) for each in _compared(condition))


def met(rule: Rule[Any] | None, ad: ScoredAd) -> tuple[bool, ...]:
    """Which of them the ad meets."""
    return tuple(part(ad) for _, part in rule.linked) if rule else ()


def why_not(rest: Rest, rule: Rule[Any] | None, ad: ScoredAd, memory: Memory) -> str:
    """Why an alert that rests on them does not hold; "" when it may hold, or does not for the links' sake, or its rule
    asks for other things by now, also when somebody left its version as it was."""
    if not rest.linked or rule is None or rule.file.version != rest.version or rule.met(ad):
        return ""
    if len(rest.linked) != len(rule.linked):
        return ""
    parts = zip(rest.linked, rule.linked, strict=True)
    lost = dict.fromkeys(kind for was, (kind, part) in parts if part(ad) is not was)
    return next((why for kind in lost if (why := _why(kind, rest, ad, memory))), "")


def _why(kind: str, rest: Rest, ad: ScoredAd, memory: Memory) -> str:
    """Why its group fell apart after the alert was raised, or as late as may have been said before."""
    gone = apart.left_by(kind, ad.ad_id, memory)
    stored = memory.get(FALLEN, _place(kind, (ad.actor if kind == "actor" else ad.cluster) or ""))
    for at, why in ([(gone.at, gone.reason)] if gone else []) + ([_fallen(stored)] if stored else []):
        if at > rest.at - LATENESS:
            return why
    return ""


def _place(kind: str, group: str) -> bytes:
    return digest("fallen", kind, group)


def _compared(condition: Condition) -> Iterator[Compare]:
    if isinstance(condition, Compare) and condition.field in KIND_OF:
        yield condition
    for name in ("all", "any", "none"):
        for each in getattr(condition, name, ()):
            yield from _compared(each)
