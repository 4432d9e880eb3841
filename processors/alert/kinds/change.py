"""Kinds `change` and `move`: what an ad says of a key differs from what the ad before it said.

`change` compares any field; `move` the one place (`level: city`) or country (`level: country`) of the ads of an actor.
Ads that do not say it, and for `move` those that name several places, are passed over.
"""

from collections.abc import Iterator
from typing import Any, Literal

from processors.alert import fields
from processors.alert.alarms import AlertMemory
from processors.alert.duration import Duration
from processors.alert.fold import Folded, Observed, Step
from processors.alert.hit import Hit
from processors.alert.kinds.values import strings, value_field
from processors.alert.rule import Rule, SettledRule
from schemas.ad import ScoredAd

Last = tuple[int, str, str, str]  # at, value, ad id, source


class ChangeRule(SettledRule):
    """`within`: only when the two ads are no further apart."""

    kind: Literal["change"]
    of: str
    within: Duration | None = None


class MoveRule(SettledRule):
    """Observed movement of an actor; words about moving say nothing and are not looked at."""

    kind: Literal["move"]
    subject: Literal["actor"]
    level: Literal["city", "country"] = "city"
    within: Duration | None = None

    @property
    def of(self) -> str:
        """What is compared."""
        return "place" if self.level == "city" else "country"


def prepare(said: ChangeRule | MoveRule) -> fields.Field:
    """The field that is compared. Raises ConditionError."""
    return value_field(said.of, ("of",))


def _observe(rule: Rule[Any], ad: ScoredAd, memory: AlertMemory) -> Iterator[tuple[str, str, str]]:
    values = strings(rule.ready, ad)
    if values and (rule.file.kind != "move" or len(values) == 1):
        for key in rule.keys_of(ad):
            yield key, key, ", ".join(sorted(values))


def _step(rule: Rule[Any], state: Last | None, seen: Observed) -> Step:
    now: Last = (seen.at, seen.value, seen.ad_id, seen.source)
    if state is None or state[1] == seen.value:
        return Step(now)
    before, value, ad_id, source = state
    if rule.file.within is not None and seen.at - before > rule.file.within:
        return Step(now)
    ads, sources = (dict.fromkeys((ad_id, seen.ad_id)), dict.fromkeys((source, seen.source)))
    at, window = seen.at, rule.period_of(seen.at)
    return Step(now, Hit(seen.key, window, at, tuple(ads), tuple(sources), 2, before=value, after=seen.value))


how = Folded(_observe, _step)
