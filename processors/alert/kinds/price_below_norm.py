"""Kind `price_below_norm`: a price far under what ads of the same place, currency and unit asked for before it.

The norm is the median of the last MAX_PRICES first sightings within the window, in event time; an ad is held against
those before it only. With fewer than `sample` there is no norm and nothing is told.
"""

from bisect import bisect_left
from collections.abc import Iterator
from statistics import median
from typing import Any, Literal, TypedDict

from pydantic import Field

from processors.alert.alarms import AlertMemory
from processors.alert.duration import Duration
from processors.alert.fold import Folded, Observed, Step
from processors.alert.hit import Hit
from processors.alert.kinds.values import of_kind
from processors.alert.rule import Rule, SettledRule
from processors.alert.seen import DAY
from schemas.ad import ScoredAd
from schemas.mention import MentionKind

MAX_PRICES = 200

Pairs = list[tuple[int, float]]


class Prices(TypedDict):
    """Moments and amounts, in order of time: two flat lists are read in half the time of as many pairs."""

    at: list[int]
    amount: list[float]


class PriceRule(SettledRule):
    """`share` of the norm: 0.5 tells of prices under half of it."""

    kind: Literal["price_below_norm"]
    share: float = Field(0.5, gt=0, lt=1)
    window: Duration = 30 * DAY
    sample: int = Field(20, ge=5, le=MAX_PRICES)


def _observe(rule: Rule[Any], ad: ScoredAd, memory: AlertMemory) -> Iterator[tuple[str, str, float]]:
    places = dict.fromkeys(of_kind(ad, MentionKind.PLACE))
    keys = rule.keys_of(ad)
    if len(places) != 1 or not keys or not memory.counted.first_time(rule.id):
        return
    for unit, amount in _prices(ad).items():
        yield f"{next(iter(places))}/{ad.source_family}/{unit}", keys[0], amount


def _prices(ad: ScoredAd) -> dict[str, float]:
    """The lowest price of each currency and unit."""
    lowest: dict[str, float] = {}
    for price in (mention.price for mention in ad.mentions):
        if price is not None and price.currency and price.per:
            unit = f"{price.currency}/{price.per}"
            lowest[unit] = min(float(price.amount), lowest.get(unit, float("inf")))
    return lowest


def _step(rule: Rule[Any], state: Prices | Pairs | None, seen: Observed) -> Step:
    known = _known(state)
    begins = bisect_left(known["at"], seen.at - rule.file.window)
    at, recent = known["at"][begins:], known["amount"][begins:]
    after: Prices = {"at": [*at, seen.at][-MAX_PRICES:], "amount": [*recent, seen.value][-MAX_PRICES:]}
    if len(recent) < rule.file.sample or seen.value >= rule.file.share * (norm := median(recent)):
        return Step(after)
    ads, sources, window = (seen.ad_id,), (seen.source,), rule.period_of(seen.at)
    hit = Hit(seen.key, window, seen.at, ads, sources, len(recent), before=f"{norm:g}", after=f"{seen.value:g}")
    return Step(after, hit)


def _known(state: Prices | Pairs | None) -> Prices:
    """The prices before; earlier versions kept them as pairs."""
    if isinstance(state, dict):
        return state
    pairs = state or []
    return {"at": [at for at, _ in pairs], "amount": [amount for _, amount in pairs]}


how = Folded(_observe, _step)
