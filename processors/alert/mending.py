"""Alerts put right: when a contact turns out to link nothing, what was told because of it is taken back or weakened.

It goes by two things. `ads.splits` says which ads left their actor or cluster together: an alert on ads that are not
together any more rests on a part of them that is and that still meets its rule, or is withdrawn. And an ad is told
again without what links had found or filled in: an alert on that ad alone is withdrawn when its rule is not met any
more, and weakened when it is. What held one ad against earlier ones of its group is withdrawn when it leaves that.

A split may come before the alert that it concerns, for that comes of ads which waited longer. Then the alert is raised
with the correction in it, or not at all. An alert is corrected once for each change for the worse: seen again, the same
split changes nothing. It never comes back by itself: new ads raise a new one, also within the period of one that was
withdrawn.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace as with_other
from datetime import UTC, datetime, timedelta
from typing import Any

from msgspec.structs import replace

from processors.alert import apart, groups, growing, linked, rests
from processors.alert.about import About
from processors.alert.alarms import AlertMemory
from processors.alert.correction import correction, record, rest_of
from processors.alert.hit import Hit
from processors.alert.links import found_by_links, linkless
from processors.alert.recount import TOGETHER, Part, best, events_of
from processors.alert.rests import KEEP, Rest
from processors.alert.rule import Rule
from processors.alert.seen import DAY, digest
from processors.alert.seen import TABLE as SEEN
from processors.memory import Memory
from schemas import ids
from schemas.ad import ScoredAd
from schemas.alert import WEAKENED, WITHDRAWN, Alert
from schemas.base import epoch_ms
from schemas.events import GroupSplit

HUB = "hub"
_RANK = {"": 0, WEAKENED: 1, WITHDRAWN: 2}
Rules = Mapping[str, Rule[Any]]


def parted(split: GroupSplit, rules: Rules, memory: Memory) -> Iterator[Alert]:
    """The corrections of alerts whose ads are not together any more, or do not meet their rule."""
    linked.fell_apart(split, memory)
    for rest in apart.part(split, memory):
        left = _left(rest, rules)
        outcome = "" if len(left.ads) == len(rest.ads) else WEAKENED if left.holds else WITHDRAWN
        outcome = WITHDRAWN if rest.against and rest.places[-1] else outcome
        if _worse(rest, outcome, left):
            rest, told = _corrected(rest, outcome, split.reason, split.at, left, rest.lost, rules, memory)
            yield told
        rests.note(rest, memory)


def _left(rest: Rest, rules: Rules, of: str = "") -> Part:
    """What is left of an alert; by its rule, unless there is another version of that by now."""
    rule = rules.get(rest.rule)
    same = rule if rule and rule.file.version == rest.version else None
    return best(rest.ads, rest.places, events_of(rest), same, of)


def _worse(rest: Rest, outcome: str, left: Part) -> bool:
    """Whether there is something new to tell: what was told to be left is not together any more."""
    if _RANK[outcome] != _RANK[rest.outcome]:
        return _RANK[outcome] > _RANK[rest.outcome]
    told = {rest.ads[place] for place in rest.still}
    return outcome == WEAKENED and (not told <= set(left.ads) if told else len(left.ads) < rest.left)


def _corrected(
    rest: Rest, outcome: str, reason: str, at: datetime, left: Part, lost: tuple[str, ...], rules: Rules,
    memory: Memory,
) -> tuple[Rest, Alert]:  # fmt: skip
    """How an alert stands by now, and the record that says so. Each correction is later than the one before it."""
    before = datetime.fromtimestamp(rest.mended / 1000, UTC) + timedelta(milliseconds=1)
    told = {rest.ads[place] for place in rest.still}
    rest = replace(rest, moved=rest.moved if not told or told >= set(left.ads) else rest.mended)
    said = correction(rest, outcome, reason, max(at, before) if rest.mended else at, left, lost)
    known = frozenset(left.ads)
    still = tuple(place for place, ad in enumerate(rest.ads) if ad in known)
    mended, rule = epoch_ms(said.at), rules.get(rest.rule)
    now = replace(rest, outcome=outcome, left=len(still), mended=mended, lost=lost, still=still)
    if outcome == WITHDRAWN:
        _let_another_come(now, rule, memory)
    return now, record(now, said, rule)


def _let_another_come(rest: Rest, rule: Rule[Any] | None, memory: Memory) -> None:
    """An alert that was withdrawn keeps no other one of its rule and key from being raised."""
    memory.put(SEEN, digest("withdrawn", rest.alert_id), b"", memory.watermark + KEEP)
    if rule is not None:
        memory.put(growing.TABLE, digest(rule.name, rest.key), b"", 0)


def named_anew(rule: Rule[Any], hit: Hit, memory: Memory) -> Hit:
    """The hit, under a name of its own where the alert of that name was withdrawn."""
    window, number = hit.window, 1
    while until := memory.until(SEEN, place := digest("withdrawn", ids.alert_id(rule.id, hit.key, window))):
        if until < memory.watermark + KEEP - DAY:
            memory.put(SEEN, place, b"", memory.watermark + KEEP)
        number += 1
        window = f"{hit.window}#{number}"
    return with_other(hit, window=window) if number > 1 else hit


def stands(rule: Rule[Any], hit: Hit, of: About | ScoredAd, memory: AlertMemory) -> bool:
    """Whether what completed a rule still does, as far as links brought it together."""
    kind, ads = groups.kind_of(rule), groups.counted(hit)
    against = groups.is_against(rule, ads)
    if not (kind and (len(ads) >= TOGETHER or against) and memory.is_apart):
        return True
    places = apart.places_of(kind, groups.group_of(kind, of), ads, memory)
    if against:
        return not places[-1]
    return best(ads, places, hit.events, rule, of.ad_id).holds


def noted(alert: Alert, hit: Hit | None, ad: ScoredAd, rules: Rules, memory: Memory) -> Alert:
    """A new alert, with a correction if some of its ads have left meanwhile; it is remembered with what it rests on."""
    rule = rules.get(alert.rule)
    kind, ads = groups.kind_of(rule), groups.counted(hit) if hit else alert.ads
    found = _found(ad, alert, rule) if alert.ads[-1:] == (ad.ad_id,) else ()
    asked, against = linked.met(rule, ad) if ads == (ad.ad_id,) else (), groups.is_against(rule, ads)
    if not (kind and (len(ads) >= TOGETHER or against)) and not found and not asked:
        return alert
    of: About | ScoredAd = hit.about if hit and hit.about else ad
    whole = groups.group_of(kind, of)
    places = apart.places_of(kind, whole, ads, memory)
    rest = rest_of(alert, kind, whole, ads, places, found, ad.version, hit, rule)
    rest = replace(rest, linked=asked, against=against)
    left = _left(rest, rules, of.ad_id)
    if kind and len(left.ads) < len(ads):
        gone = next(_departures(kind, rest, left, memory))
        at = datetime.fromtimestamp(gone.at / 1000, UTC)
        rest, told = _corrected(rest, WEAKENED, gone.reason, at, left, (), rules, memory)
        alert = replace(alert, correction=replace(told.correction, amends=False) if told.correction else None)
    rests.note(rest, memory)
    return alert


def _departures(kind: str, rest: Rest, left: Part, memory: Memory) -> Iterator[apart.Left]:
    """Why the ads of an alert are not together: of those that are not left first, else of those that went together."""
    away = [ad for ad, place in zip(rest.ads, rest.places, strict=True) if place]
    for ad in sorted(away, key=left.ads.__contains__):
        if gone := apart.left_by(kind, ad, memory):
            yield gone


def no_longer_found(ad: ScoredAd, rules: Rules, memory: Memory, only: Collection[str] | None = None) -> Iterator[Alert]:
    """Corrections of alerts on an ad that is told without what links had said of it, for a contact links nothing."""
    for rest in list(rests.with_found(ad.ad_id, memory)):
        if rest.outcome == WITHDRAWN or (only is not None and rest.alert_id not in only):
            continue
        if ad.version < rest.told:  # an earlier word on the ad, read again, takes back nothing that was said later
            continue
        rule = rules.get(rest.rule)
        lost = tuple(each for each in rest.found if each not in found_by_links(ad))
        reason = linked.why_not(rest, rule, ad, memory) or (_why_lost(ad, memory) if set(lost) - set(rest.lost) else "")
        if not reason:
            continue
        alone = len(rest.ads) == 1 and rule is not None and not rule.met(ad)
        outcome, lost = WITHDRAWN if alone else WEAKENED, tuple(dict.fromkeys((*rest.lost, *lost)))
        rest, told = _corrected(rest, outcome, reason, ad.observed_at, _left(rest, rules), lost, rules, memory)
        rests.note(rest, memory)
        yield told


def _why_lost(ad: ScoredAd, memory: Memory) -> str:
    """Why links do not find any more in an ad what they had; "" when that is not for a contact's sake."""
    gone = apart.left_by("actor", ad.ad_id, memory)
    return gone.reason if gone else HUB if linkless(ad) else ""


def _found(ad: ScoredAd, alert: Alert, rule: Rule[Any] | None) -> tuple[str, ...]:
    """What links found in the ad that the alert speaks of or its rule rests on."""
    spoken = {each.indicator for each in alert.reasons} | set(rule.file.indicators if rule else ())
    return tuple(sorted(spoken & found_by_links(ad)))
