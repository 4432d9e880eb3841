"""Kind `reappearance`: a key comes back after a silence."""

from collections.abc import Iterator
from typing import Any, Literal

from processors.alert.alarms import AlertMemory
from processors.alert.condition import Condition
from processors.alert.duration import Duration
from processors.alert.fold import Folded, Observed, Step
from processors.alert.hit import Hit
from processors.alert.predicate import Predicate, predicate
from processors.alert.rule import Rule, SettledRule
from processors.alert.seen import DAY
from schemas.ad import ScoredAd

Last = tuple[int, int, str, str]  # first and last moment, last ad, its source


class ReappearanceRule(SettledRule):
    """A sighting that meets the condition is a sign of life; `returning` is asked of the one that ends the silence."""

    kind: Literal["reappearance"]
    after: Duration
    returning: Condition | None = None


def prepare(said: ReappearanceRule) -> Predicate | None:
    """What the returning ad must meet, as a function. Raises ConditionError."""
    return predicate(said.returning, ScoredAd, ("returning",)) if said.returning is not None else None


def _observe(rule: Rule[Any], ad: ScoredAd, memory: AlertMemory) -> Iterator[tuple[str, str, bool]]:
    meets = rule.ready is None or rule.ready(ad)
    return ((key, key, meets) for key in rule.keys_of(ad))


def _step(rule: Rule[Any], state: Last | None, seen: Observed) -> Step:
    now: Last = (state[0] if state else seen.at, seen.at, seen.ad_id, seen.source)
    if state is None or seen.at - state[1] < rule.file.after or not seen.value:
        return Step(now)
    ads, sources = dict.fromkeys((state[2], seen.ad_id)), dict.fromkeys((state[3], seen.source))
    days = str((seen.at - state[1]) // DAY)
    hit = Hit(seen.key, rule.period_of(seen.at), seen.at, tuple(ads), tuple(sources), 2, value=days)
    return Step(now, hit)


how = Folded(_observe, _step, tells=bool)
