"""A plain evaluator of rules: slow, with everything in sight, and written from what the kinds promise.

It takes all ads at once, sorts them by time and looks at every moment. It shares no code with the stage.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations, pairwise
from statistics import mean, median

HOUR = 3_600_000
STEPS = 12

Told = tuple[str, int]  # key, moment


@dataclass(frozen=True, order=True)
class Seen:
    """One ad as the tables write it."""

    at: int  # ms
    ad: str
    actor: str
    source: str = "s"
    place: str = ""
    age: int = 0
    price: int = 0
    high: bool = False


def periods(told: Iterable[Told], period: int) -> set[Told]:
    """At most one for each key and period of a fixed grid."""
    return {(key, at - at % period) for key, at in told}


def by_actor(ads: Iterable[Seen]) -> dict[str, list[Seen]]:
    """Each ad once, in order of time."""
    grouped: dict[str, list[Seen]] = defaultdict(list)
    for ad in sorted(set(ads)):
        grouped[ad.actor].append(ad)
    return grouped


def windows(ads: Iterable[Seen], window: int, complete: Callable[[list[Seen]], bool]) -> set[Told]:
    """Every moment of an ad at which the window that ends with it is complete; ads of one moment in their order."""
    told = set()
    for actor, mine in by_actor(ads).items():
        for place, ad in enumerate(mine):
            together = [other for other in mine[: place + 1] if other.at > ad.at - window]
            if complete(together):
                told.add((actor, ad.at))
    return told


def frequency(count: int) -> Callable[[list[Seen]], bool]:
    return lambda together: len(together) >= count


def places(count: int) -> Callable[[list[Seen]], bool]:
    """An ad without a place completes nothing: it shows nothing that the ads before it did not."""
    return lambda together: bool(together[-1].place) and len({ad.place for ad in together if ad.place}) >= count


def both_sources(together: list[Seen]) -> bool:
    return {"s", "t"} <= {ad.source for ad in together}


def first_s_then_t(together: list[Seen]) -> bool:
    return any(one.source == "s" and two.source == "t" and one.at <= two.at for one in together for two in together)


def persons(count: int, apart: int) -> Callable[[list[Seen]], bool]:
    def enough(together: list[Seen]) -> bool:
        ages = {ad.age for ad in together if ad.age}
        chosen = combinations(sorted(ages), count)
        return together[-1].age > 0 and any(all(b - a > apart for a, b in pairwise(some)) for some in chosen)

    return enough


def growth(count: int) -> Callable[[list[Seen]], bool]:
    return lambda together: len(together) >= count and len({ad.source for ad in together}) >= 2


def changes(ads: Iterable[Seen], value: Callable[[Seen], str], within: int | None = None) -> set[Told]:
    """Every ad that says something else than the ad before it that said anything."""
    told = set()
    for actor, mine in by_actor(ads).items():
        saying = [ad for ad in mine if value(ad)]
        for before, ad in pairwise(saying):
            if value(ad) != value(before) and (within is None or ad.at - before.at <= within):
                told.add((actor, ad.at))
    return told


def new_terms(ads: Iterable[Seen], remember: int, known_for: int) -> set[Told]:
    """Every ad whose source its actor had not shown for so long, once the actor is known."""
    told = set()
    for actor, mine in by_actor(ads).items():
        for place, ad in enumerate(mine):
            shown = any(o.source == ad.source and ad.at - o.at <= remember for o in mine[:place])
            if not shown and ad.at - mine[0].at >= known_for:
                told.add((actor, ad.at))
    return told


def new_contacts(ads: Iterable[Seen], known_for: int) -> set[Told]:
    """Every ad that is the first to show a contact (one for each age) of an actor that is known by then."""
    told = set()
    for actor, mine in by_actor(ads).items():
        first = {ad.age: ad for ad in reversed(mine)}
        told |= {(actor, ad.at) for ad in first.values() if ad.at - mine[0].at >= known_for}
    return told


def reappearances(ads: Iterable[Seen], after: int) -> set[Told]:
    """Every ad that comes so long after the one before it."""
    pairs = ((actor, *two) for actor, mine in by_actor(ads).items() for two in pairwise(mine))
    return {(actor, ad.at) for actor, before, ad in pairs if ad.at - before.at >= after}


def low_prices(ads: Iterable[Seen], share: float, sample: int, window: int) -> set[Told]:
    """Every price under a share of the median of those before it in its place."""
    told: set[Told] = set()
    priced = [ad for ad in sorted(set(ads)) if ad.price and ad.place]
    for place, ad in enumerate(priced):
        norm = [o.price for o in priced[:place] if o.place == ad.place and ad.at - o.at <= window]
        if len(norm) >= sample and ad.price < share * median(norm):
            told.add((ad.actor, ad.at))
    return told


Judge = Callable[[int, int, list[Seen]], bool]  # (known since, end, all ads of the key) -> told


def steps(ads: Iterable[Seen], window: int, reach: int, judge: Judge, open_end: bool = True) -> set[Told]:
    """Every end of a step at which the judge says so, while a key is heard of and for its reach after that."""
    seen = list(ads)
    step = window // STEPS
    last_moment = max((ad.at for ad in seen), default=0) + (step if open_end else 0) + 1
    told = set()
    for actor, mine in by_actor(seen).items():
        for since, last in runs([ad.at - ad.at % step for ad in mine], reach + step):
            told |= {
                (actor, end)
                for end in range(since + step, min(last + step + reach, last_moment) + 1, step)
                if judge(since, end, mine)
            }
    return told


def runs(starts: list[int], gap: int) -> Iterator[tuple[int, int]]:
    """(first, last) of moments that follow each other with no more than `gap` between."""
    first = before = starts[0]
    for start in starts[1:]:
        if start - before > gap:
            yield first, before
            first = start
        before = start
    yield first, before


def inside(ads: list[Seen], start: int, end: int) -> list[Seen]:
    moments = [ad.at for ad in ads]
    return ads[bisect_left(moments, start) : bisect_left(moments, end)]


def spike(window: int, height: float, least: int, up: bool) -> Judge:
    def judge(since: int, end: int, ads: list[Seen]) -> bool:
        now, before = len(inside(ads, end - window, end)), len(inside(ads, end - 2 * window, end - window))
        if end - 2 * window < since or before < least:
            return False
        return now >= max(1, height * before) if up else now * height <= before

    return judge


def silence(window: int, fewer: int) -> Judge:
    return lambda since, end, ads: end - window >= since and len(inside(ads, end - window, end)) < fewer


def share_of_high(window: int, above: float, least: int) -> Judge:
    def judge(since: int, end: int, ads: list[Seen]) -> bool:
        together = inside(ads, end - window, end)
        return len(together) >= least and 100 * sum(ad.high for ad in together) / len(together) > above

    return judge


def low_average(window: int, below: float, least: int) -> Judge:
    def judge(since: int, end: int, ads: list[Seen]) -> bool:
        prices = [ad.price for ad in inside(ads, end - window, end)]
        return len(prices) >= least and mean(prices) < below

    return judge


def surge(window: int, event: int, baseline: int, factor: float, least: int) -> Judge:
    def judge(since: int, end: int, ads: list[Seen]) -> bool:
        now = len(inside(ads, max(end - window, event), end))
        usual = len(inside(ads, event - baseline, event)) * window / baseline
        return end > event and now >= max(least, factor * usual)

    return judge


def thinned(moments: Iterable[int], every: int, up_to: int) -> list[int]:
    """The moments a growing throttle lets through."""
    through: list[int] = []
    period = every
    for at in sorted(set(moments)):
        if through:
            quiet = at - (through[-1] + period)
            if quiet < 0:
                continue
            if quiet < period:
                period = min(up_to, period * 2)
            else:
                for _ in range(quiet // period):
                    if period > every:
                        period //= 2
                period = max(period, every)
        through.append(at)
    return through
