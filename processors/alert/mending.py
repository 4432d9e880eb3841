"""Alerts put right: when a contact turns out to link nothing, what was told because of it is taken back or weakened.

It goes by two things. `ads.splits` says which ads left their actor or cluster together: an alert on ads that are not
together any more rests on the largest part of them that is, or on nothing. And an ad is told again without what links
had found in it: an alert on that ad alone is withdrawn when its rule is not met any more, and weakened when it is.

A split may come before the alert that it concerns, for that comes of ads which waited longer. Then the alert is filed
with the correction in it, or not at all. An alert is corrected once for each change for the worse: seen again, the same
split changes nothing. It never comes back by itself: new ads raise a new one.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from msgspec.structs import replace

from processors.alert import rests, seen
from processors.alert.correction import correction, record, rest_of
from processors.alert.links import TOKENS, found_by_links, linkless
from processors.alert.rests import TOGETHER, Rest
from processors.alert.rule import Rule
from processors.memory import Memory
from processors.stage import Emit, Outcome, Retry, StatefulProcess
from processors.state import Transaction
from schemas.ad import ScoredAd
from schemas.alert import WEAKENED, WITHDRAWN, Alert
from schemas.events import GroupSplit
from schemas.topics import ALERTS

HUB = "hub"
_RANK = {"": 0, WEAKENED: 1, WITHDRAWN: 2}


def with_corrections(stage: StatefulProcess, rules: Sequence[Rule[Any]]) -> StatefulProcess:
    """The stage's process, which also takes what `ads.splits` says and answers it with corrections."""
    by_id = {rule.id: rule for rule in rules}

    def run(records: Sequence[ScoredAd | GroupSplit], tx: Transaction) -> Sequence[Outcome]:
        ads = [each for each in records if isinstance(each, ScoredAd)]
        answers = iter(stage(ads, tx)) if ads or not records else iter(())
        memory = Memory(tx)
        mended = {place: _mended(each, memory) for place, each in enumerate(records) if isinstance(each, GroupSplit)}
        outcomes: list[Outcome] = []
        any_left = next(iter(tx.scan(rests.APART)), None) is not None or bool(mended)
        for place, each in enumerate(records):
            if isinstance(each, GroupSplit):
                outcomes.append(Emit(mended[place]))
                continue
            if any_left:
                rests.came_back("actor", each.ad_id, each.actor, each.observed_ms, memory)
                rests.came_back("cluster", each.ad_id, each.cluster, each.observed_ms, memory)
            outcomes.append(_filed(next(answers), each, by_id, memory, tx))
        if any(isinstance(outcome, Retry) for outcome in outcomes):
            return [next(each for each in outcomes if isinstance(each, Retry))] * len(records)
        return [*outcomes, *answers]

    return run


def _mended(split: GroupSplit, memory: Memory) -> tuple[tuple[Any, Alert], ...]:
    """The corrections of alerts whose ads are not together any more."""
    told = []
    for rest in rests.part(split, memory):
        left = rests.largest(rest.ads, rest.places)
        outcome = _outcome(rest.ads, left)
        if _worse(rest, outcome, len(left)):
            rest = replace(rest, outcome=outcome, left=len(left))
            still = left if outcome == WEAKENED else ()
            told.append((ALERTS, record(rest, correction(rest.alert_id, outcome, split.reason, split.at, still))))
        rests.note(rest, memory)
    return tuple(told)


def _outcome(ads: Sequence[str], left: Sequence[str]) -> str:
    if len(left) == len(ads):
        return ""
    return WEAKENED if len(left) >= TOGETHER else WITHDRAWN


def _worse(rest: Rest, outcome: str, left: int) -> bool:
    """Whether there is something new to tell: less is left than was told before."""
    if _RANK[outcome] != _RANK[rest.outcome]:
        return _RANK[outcome] > _RANK[rest.outcome]
    return outcome == WEAKENED and left < rest.left


def _filed(outcome: Outcome, ad: ScoredAd, rules: dict[str, Rule[Any]], memory: Memory, tx: Transaction) -> Outcome:
    """The stage's answer to an ad: its alerts as they stand, and corrections of those that rested on what links had
    found in it."""
    if not isinstance(outcome, Emit):
        return outcome
    outputs: list[tuple[Any, Any]] = list(_no_longer_found(ad, rules, memory))
    for alert in (told for _, told in outcome.outputs if isinstance(told, Alert)):
        standing = _standing(alert, ad, rules.get(alert.rule), memory)
        if standing is None:  # what completes it later with ads that are together is news
            tx.delete(seen.TABLE, seen.digest("alert", alert.alert_id))
        else:
            outputs.append((ALERTS, standing))
    return Emit(tuple(outputs))


def _standing(alert: Alert, ad: ScoredAd, rule: Rule[Any] | None, memory: Memory) -> Alert | None:
    """A new alert, with a correction if some of its ads have left meanwhile; None when the others are too few."""
    kind = _kind(rule)
    whole = (alert.actor if kind == "actor" else alert.subject.id if alert.subject.kind == kind else alert.key) or ""
    found = _found(ad, alert, rule) if alert.ads[-1:] == (ad.ad_id,) else ()
    if not (kind and len(alert.ads) >= TOGETHER) and not found:
        return alert
    places = rests.places_of(kind, whole, alert.ads, memory)
    left = rests.largest(alert.ads, places)
    outcome = _outcome(alert.ads, left) if kind else ""
    if outcome and len(left) < (getattr(rule.file, "count", TOGETHER) if rule else TOGETHER):
        return None
    if outcome:
        gone = next(each for ad_id in alert.ads if (each := rests.left_by(kind, ad_id, memory)))
        at = datetime.fromtimestamp(gone.at / 1000, UTC)
        weakened = correction(alert.alert_id, outcome, gone.reason, at, left)
        alert = replace(alert, correction=replace(weakened, amends=False))
    rests.note(rest_of(alert, kind, places, found, outcome, len(left), ad.version), memory)
    return alert


def _no_longer_found(ad: ScoredAd, rules: dict[str, Rule[Any]], memory: Memory) -> Iterator[tuple[Any, Alert]]:
    """Corrections of alerts on an ad that is told without what links had found in it, for a contact links nothing."""
    for rest in rests.of_ad(ad.ad_id, memory):
        lost = tuple(each for each in rest.found if each not in found_by_links(ad))
        if not lost or rest.ads[-1] != ad.ad_id:
            continue
        if ad.version < rest.told:  # an earlier word on the ad, read again, takes back nothing that was said later
            continue
        gone = rests.left_by("actor", ad.ad_id, memory)
        if gone is None and not linkless(ad):
            continue
        rule = rules.get(rest.rule)
        alone = len(rest.ads) == 1 and rule is not None and not rule.met(ad)
        outcome = WITHDRAWN if alone else WEAKENED
        if _RANK[outcome] > _RANK[rest.outcome]:
            rest = replace(rest, outcome=outcome, left=len(rest.ads))
            reason = gone.reason if gone else HUB
            still = rest.ads if outcome == WEAKENED else ()
            made = correction(rest.alert_id, outcome, reason, ad.observed_at, still, lost)
            rests.note(rest, memory)
            yield ALERTS, record(rest, made)


def _kind(rule: Rule[Any] | None) -> str:
    """Of the group that ads of a rule are together in; "" when links did not bring them together."""
    fields = {field.path for field in rule.key} | {rule.about} if rule else set()
    if fields & {"actor", TOKENS}:
        return "actor"
    return "cluster" if "cluster" in fields else ""


def _found(ad: ScoredAd, alert: Alert, rule: Rule[Any] | None) -> tuple[str, ...]:
    """What links found in the ad that the alert speaks of or its rule rests on."""
    spoken = {each.indicator for each in alert.reasons} | set(rule.file.indicators if rule else ())
    return tuple(sorted(spoken & found_by_links(ad)))
