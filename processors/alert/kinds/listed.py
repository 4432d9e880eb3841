"""Kind `list`: a field holds a value that is on a list (`deny`, `watch`) or one that is not on it (`allow`).

Told once an ad and key, however often the ad is seen. A watch list of contacts holds tokens, never clear contacts.
"""

from collections.abc import Iterator, Sequence
from typing import Any, Literal

from pydantic import Field, model_validator

from processors.alert import fields
from processors.alert.alarms import AlertMemory
from processors.alert.hit import Hit
from processors.alert.kinds.values import strings, value_field
from processors.alert.rule import Rule, RuleFile
from schemas.ad import ScoredAd


class ListRule(RuleFile):
    """`field` and one of `deny`, `watch`, `allow`."""

    kind: Literal["list"]
    field: str
    deny: tuple[str, ...] = Field((), max_length=5_000)
    watch: tuple[str, ...] = Field((), max_length=5_000)
    allow: tuple[str, ...] = Field((), max_length=5_000)

    @model_validator(mode="after")
    def _one(self) -> "ListRule":
        if sum(map(bool, (self.deny, self.watch, self.allow))) != 1:
            raise ValueError("expected exactly one of: deny, watch, allow")
        return self

    @property
    def listed(self) -> frozenset[str]:
        """The values on the list."""
        return frozenset(self.deny or self.watch or self.allow)


def prepare(said: ListRule) -> tuple[fields.Field, frozenset[str]]:
    """The field and the list. Raises ConditionError."""
    return value_field(said.field, ("field",)), said.listed


def hits(rules: Sequence[Rule[Any]], ad: ScoredAd, memory: AlertMemory) -> Iterator[tuple[Rule[Any], Hit]]:
    """The rules that this ad completes."""
    for rule in rules:
        field, listed = rule.ready
        values = set(strings(field, ad))
        found = sorted(values - listed if rule.file.allow else values & listed)
        if not found or not rule.met(ad):
            continue
        for key in rule.keys_of(ad):
            if memory.counted.first_time(*rule.once(key)):
                at = memory.moment
                yield rule, Hit(key, rule.period_of(at), at, (ad.ad_id,), (ad.source,), value=", ".join(found[:5]))
