"""Kind `any`: every ad that meets the condition, once an ad however often it is seen, edited or linked again."""

from collections.abc import Iterator, Sequence
from typing import Literal

from processors.alert.alarms import AlertMemory
from processors.alert.hit import Hit
from processors.alert.rule import Rule, RuleFile
from schemas.ad import ScoredAd


class AnyRule(RuleFile):
    """`throttle` with a key such as the actor: the first such ad of a key in each period."""

    kind: Literal["any"]


def hits(rules: Sequence[Rule[AnyRule]], ad: ScoredAd, memory: AlertMemory) -> Iterator[tuple[Rule[AnyRule], Hit]]:
    """The rules that this ad completes."""
    for rule in rules:
        if not rule.met(ad):
            continue
        for key in rule.keys_of(ad):
            if memory.counted.first_time(*rule.once(key)):
                yield rule, Hit(key, rule.period_of(memory.moment), memory.moment, (ad.ad_id,), (ad.source,))
