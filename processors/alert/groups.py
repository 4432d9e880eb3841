"""Whether links brought together what an alert rests on, and into which group."""

from collections.abc import Collection
from typing import Any

from processors.alert.about import About
from processors.alert.hit import Hit
from processors.alert.kinds import KINDS
from processors.alert.links import TOKENS
from processors.alert.rule import Rule
from schemas.ad import ScoredAd


def counted(hit: Hit) -> tuple[str, ...]:
    """All that was counted, the newest last; an alert names only the newest of many."""
    return tuple(dict.fromkeys(event.ad_id for event in hit.events)) or hit.ads


def kind_of(rule: Rule[Any] | None) -> str:
    """Of the group that ads of a rule are together in; "" when links did not bring them together."""
    fields = {field.path for field in rule.key} | {rule.about} if rule else set()
    if fields & {"actor", TOKENS}:
        return "actor"
    return "cluster" if "cluster" in fields else ""


def group_of(kind: str, of: About | ScoredAd) -> str:
    return (of.actor if kind == "actor" else of.cluster) or ""


def is_against(rule: Rule[Any] | None, ads: Collection[str]) -> bool:
    """Whether a rule held its one ad against earlier ads of a group that links brought together."""
    return len(ads) == 1 and rule is not None and KINDS[rule.file.kind].against and bool(kind_of(rule))
