"""ScoredAd -> alerts: the rules, evaluated on one ad after the other in event time."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from processors.alert.assistance import Directory
from processors.alert.compose import compose
from processors.alert.hit import Hit
from processors.alert.kinds import KINDS
from processors.alert.rule import Rule
from processors.alert.seen import first_time
from processors.memory import Memory
from processors.stage import Emit, Outcome, Reject, StatefulProcess
from processors.state import Transaction
from schemas import ids
from schemas.ad import ScoredAd
from schemas.topics import ALERTS

RulesByKind = Mapping[str, Sequence[Rule[Any]]]
Clock = Callable[[], datetime]

# An ad from the future would carry the watermark with it, and everything remembered would be forgotten at once.
AHEAD = timedelta(days=1)


def match(ad: ScoredAd, rules: RulesByKind, memory: Memory) -> Iterator[tuple[Rule[Any], Hit]]:
    """What this ad completes and was not told before. Time goes on to the ad's own."""
    memory.advance(ad.observed_ms)
    for kind, its_rules in rules.items():
        for rule, hit in KINDS[kind].hits(its_rules, ad, memory):
            if first_time(memory, "alert", ids.alert_id(rule.id, hit.key, hit.window)):
                yield rule, hit


def by_kind(rules: Sequence[Rule[Any]]) -> RulesByKind:
    """The rules sorted by kind, which is how they are evaluated."""
    sorted_rules: dict[str, list[Rule[Any]]] = defaultdict(list)
    for rule in rules:
        sorted_rules[rule.file.kind].append(rule)
    return sorted_rules


def process(rules: Sequence[Rule[Any]], help_at: Directory, clock: Clock | None = None) -> StatefulProcess:
    """The stage's process: one Emit per ad with the alerts it led to.

    With a clock, an ad observed more than a day in the future is rejected; without one (files of any date) none is.
    """
    plan = by_kind(rules)

    def run(ads: Sequence[ScoredAd], tx: Transaction) -> Sequence[Outcome]:
        memory = Memory(tx)
        latest = clock() + AHEAD if clock else None
        outcomes = [_outcome(ad, plan, memory, help_at, latest) for ad in ads]
        memory.sweep()
        return outcomes

    return run


def _outcome(ad: ScoredAd, plan: RulesByKind, memory: Memory, help_at: Directory, latest: datetime | None) -> Outcome:
    if latest and ad.observed_at > latest:
        return Reject("observed_in_the_future", f"observed_at {ad.observed_at.isoformat()}; check the crawler's clock")
    return Emit(tuple((ALERTS, compose(rule, hit, ad, help_at)) for rule, hit in match(ad, plan, memory)))
