"""What an hour or a night usually costs in a place, by the ads themselves, and whether an ad is far from it."""

import hashlib
from statistics import median

from processors.link.forms import ADULT
from processors.link.intake import place_of
from processors.link.records import Kept, Norm, PriceSeen
from processors.link.sign import DAY_MS, MAX_EVIDENCE, Sign
from processors.link.tables import State
from schemas.base import epoch_ms
from schemas.mention import Price

MAX_PRICES = 64  # of a place, currency and unit that are remembered, the newest
SAMPLE = 20  # ads of that place and month before anything can be said
MONTH_MS = 31 * DAY_MS
FAR = 2.0  # times the median, or a half of it
_MAX_STATED = 4


def far_from_norm(kept: Kept, state: State) -> Sign | None:
    """SX-15: an ad for adult services asks far less or more than is usual in its place in that month.

    The ad's prices are remembered for the ads to come. A place, its currency and what the price is for are compared
    with themselves alone. Weak by itself: prices differ for many reasons.
    """
    place = place_of(kept.ad)
    if kept.form != ADULT or not place:
        return None
    at_ms = epoch_ms(kept.ad.posted_at or kept.ad.history.first_seen)
    stated = dict.fromkeys(mention.price for mention in kept.ad.mentions if mention.price is not None)
    found = [_far(place, price, at_ms, kept, state) for price in list(stated)[:_MAX_STATED]]
    return next((sign for sign in found if sign), None)


def _far(place: str, price: Price, at_ms: int, kept: Kept, state: State) -> Sign | None:
    amount = _number(price.amount)
    if not price.currency or amount is None:
        return None
    key = hashlib.blake2b("\x1f".join((place, price.currency, price.per or "")).encode(), digest_size=8).digest()
    norm = state.norms.get(key) or Norm()
    others = [each for each in norm.prices if each.number != kept.number]
    state.norms.put(key, Norm((*others, PriceSeen(at_ms, amount, kept.number))[-MAX_PRICES:]))
    lately = [each for each in others if abs(at_ms - each.at_ms) <= MONTH_MS]
    if len(lately) < SAMPLE:
        return None
    usual = median(each.amount for each in lately)
    if usual / FAR < amount < usual * FAR:
        return None
    per = f" per {price.per}" if price.per else ""
    note = (
        f"{amount:g} {price.currency}{per} where {usual:g} is the median of {len(lately)} ads of that place and month"
    )
    return Sign("SX-15", state.ids_of(each.number for each in lately[-MAX_EVIDENCE:]), note)


def _number(text: str) -> float | None:
    """The amount, None for what is none: beyond these bounds nothing is a price."""
    try:
        amount = float(text)
    except ValueError:
        return None
    return amount if 0 < amount < 1e9 else None
