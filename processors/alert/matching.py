"""ScoredAd -> alerts: the rules, evaluated on one ad after the other in event time."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import chain
from typing import Any

import structlog

from processors.alert import apart, growing, mending
from processors.alert.about import About, about
from processors.alert.alarms import PLACE, AlertMemory
from processors.alert.assistance import Directory
from processors.alert.compose import compose
from processors.alert.fold import WAITING
from processors.alert.hit import Hit
from processors.alert.index import Index
from processors.alert.kinds import KINDS
from processors.alert.rule import Rule
from processors.alert.seen import TABLE as SEEN
from processors.alert.seen import digest, first_time
from processors.alert.silences import Silences
from processors.alert.steps import HEAD, SLOTS
from processors.stage import Emit, Outcome, Reject, StatefulProcess
from processors.state import MemoryTransaction, Transaction
from schemas import ids
from schemas.ad import ScoredAd
from schemas.alert import Alert
from schemas.events import GroupSplit
from schemas.topics import ALERTS

log = structlog.get_logger()

Clock = Callable[[], datetime]
Told = tuple[Rule[Any], Hit]

# An ad from the future would carry the watermark with it, and everything remembered would be forgotten at once.
AHEAD = timedelta(days=1)


class Plan:
    """Rules ready to meet ads: found by what an ad has, and by name when their moment has come."""

    def __init__(self, rules: Sequence[Rule[Any]]) -> None:
        self.index = Index(rules)
        self.by_name = {rule.name.encode(): rule for rule in rules}


def match(ad: ScoredAd, plan: Plan, memory: AlertMemory) -> Iterator[Told]:
    """What this ad completes and was not told before, after what its moment settles. Time goes on to the ad's own."""
    memory.begin(ad)
    while (name := memory.alarms.pop(memory.watermark)) is not None:
        yield from _settled(name, plan, memory)
    for kind, rules in plan.index.concerning(ad).items():
        for rule, hit in KINDS[kind].hits(rules, ad, memory):
            if rule.file.is_exponential:
                growing.later(rule, hit, ad, memory)
            elif (news := _news(rule, hit, ad, memory)) is not None:
                yield rule, news
    memory.end()


def finish(plan: Plan, memory: AlertMemory) -> Iterator[Told]:
    """What is settled once it is known that no more ads come: for files and for the examples of rules."""
    memory.closing = True
    for lane in (b"k", growing.LANE):
        for name in memory.alarms.names():
            if name[PLACE : PLACE + 1] == lane:
                yield from _settled(name, plan, memory)


def _settled(name: bytes, plan: Plan, memory: AlertMemory) -> Iterator[Told]:
    place, lane, rule = name[:PLACE], name[PLACE : PLACE + 1], plan.by_name.get(name[PLACE + 1 :])
    if rule is None:  # the rule is gone, or there is a new version of it
        memory.forget((WAITING, SLOTS, HEAD), place)
        return
    settle = KINDS[rule.file.kind].settle
    in_order = settle(rule, place, memory) if settle and lane != growing.LANE else ()
    hits = growing.settle(rule, place, memory) if lane == growing.LANE else in_order
    for hit in hits:
        held = lane != growing.LANE and rule.file.is_exponential and not growing.lets_through(rule, hit, memory)
        if not held and (news := _news(rule, hit, hit.about, memory)) is not None:
            yield rule, news


def _news(rule: Rule[Any], hit: Hit, of: ScoredAd | About | None, memory: AlertMemory) -> Hit | None:
    """The hit, unless it was told before, or is none without ads that have left the others since."""
    news = mending.named_anew(rule, hit, memory)
    name = ("alert", ids.alert_id(rule.id, news.key, news.window))
    if of is not None and not memory.until(SEEN, digest(*name)) and not mending.stands(rule, hit, of, memory):
        return None
    return news if first_time(memory, *name) else None


def evaluate(rules: Sequence[Rule[Any]], ads: Iterable[ScoredAd], help_at: Directory) -> Iterator[Alert]:
    """The alerts that rules raise on ads, which must come in event time, by the very code of the stage.

    Nothing is stored; what the last ads leave open is settled at the end. For files, forecasts and examples.
    """
    plan, memory = Plan(rules), AlertMemory(MemoryTransaction())
    for ad in ads:
        for rule, hit in match(ad, plan, memory):
            yield compose(rule, hit, hit.about or about(ad), help_at)
    for rule, hit in finish(plan, memory):
        if hit.about is not None:
            yield compose(rule, hit, hit.about, help_at)


def process(
    rules: Sequence[Rule[Any]], help_at: Directory, clock: Clock | None = None, silences: Silences | None = None
) -> StatefulProcess:
    """The stage's process: one Emit per ad with the alerts it led to and corrections of earlier ones; one per split
    with the corrections it led to. All go in the order of the records, however they are cut into batches.

    With a clock, an ad observed more than a day in the future is rejected; without one (files of any date) none is.
    """
    plan, by_id = Plan(rules), {rule.id: rule for rule in rules}

    def run(records: Sequence[ScoredAd | GroupSplit], tx: Transaction) -> Sequence[Outcome]:
        memory = AlertMemory(tx)
        latest = clock() + AHEAD if clock else None
        quiet = silences.read() if silences else ()
        outcomes: list[Outcome] = []
        for each in records:
            if isinstance(each, GroupSplit):
                memory.is_apart = True
                outcomes.append(_emit(mending.parted(each, by_id, memory)))
                continue
            if latest and each.observed_at > latest:
                detail = f"observed_at {each.observed_at.isoformat()}; check the crawler's clock"
                outcomes.append(Reject("observed_in_the_future", detail))
                continue
            if memory.is_apart:
                apart.seen_again(each, memory)
            mended = mending.no_longer_found(each, by_id, memory)
            told = (
                mending.noted(compose(rule, hit, hit.about or about(each), help_at, quiet), hit, each, by_id, memory)
                for rule, hit in match(each, plan, memory)
            )
            outcomes.append(_emit(chain(mended, told)))
        memory.sweep()
        if memory.too_late:
            log.warning("ads_too_late", observations=memory.too_late)
        return outcomes

    return run


def _emit(alerts: Iterable[Alert]) -> Emit:
    return Emit(tuple((ALERTS, alert) for alert in alerts))
