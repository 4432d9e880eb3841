"""Kind `new_term`: a value of a field that ads with this key had not shown for a long time, or ever."""

from collections.abc import Iterator
from typing import Any, Literal

from processors.alert import fields
from processors.alert.alarms import AlertMemory
from processors.alert.duration import Duration
from processors.alert.fold import Folded, Observed, Step
from processors.alert.hit import Hit
from processors.alert.kinds.values import strings, value_field
from processors.alert.rule import Rule, SettledRule
from processors.alert.seen import DAY
from schemas.ad import ScoredAd

MAX_TERMS = 500  # of one key; with more, anything is new there and nothing is told

State = tuple[int, dict[str, int]]  # known since; value -> when it was last shown


class NewTermRule(SettledRule):
    """`known_for`: how long the key must have been known by then, so that a first look does not find all things new."""

    kind: Literal["new_term"]
    of: str
    remember: Duration = 30 * DAY
    known_for: Duration = DAY


def prepare(said: NewTermRule) -> fields.Field:
    """The field whose values are remembered. Raises ConditionError."""
    return value_field(said.of, ("of",))


def _observe(rule: Rule[Any], ad: ScoredAd, memory: AlertMemory) -> Iterator[tuple[str, str, list[str]]]:
    values = strings(rule.ready, ad)
    return ((key, key, values) for key in (rule.keys_of(ad) if values else ()))


def _step(rule: Rule[Any], state: State | None, seen: Observed) -> Step:
    since, terms = state or (seen.at, {})
    known = {term for term, at in terms.items() if seen.at - at <= rule.file.remember}
    fresh = [term for term in seen.value if term not in known]
    full = len(terms) >= MAX_TERMS
    terms = {term: at for term, at in terms.items() if term in known} | dict.fromkeys(seen.value, seen.at)
    after: State = (since, dict(sorted(terms.items(), key=lambda each: -each[1])[:MAX_TERMS]))
    if not fresh or full or seen.at - since < rule.file.known_for:
        return Step(after)
    hit = Hit(seen.key, rule.period_of(seen.at), seen.at, (seen.ad_id,), (seen.source,), after=", ".join(fresh))
    return Step(after, hit)


how = Folded(_observe, _step)
