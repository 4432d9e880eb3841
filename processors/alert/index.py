"""Which rules can concern an ad: found by what the ad has, not by asking every rule.

From each condition a few facts are taken of which at least one must hold for it to be met: an indicator found, a
source, a family, a band. An ad meets only the rules whose facts it has, and those that have none.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from processors.alert.condition import AllOf, AnyOf, Compare, Condition, HasFinding
from processors.alert.rule import Rule, RuleFile
from processors.remembered import Remembered
from schemas.ad import ScoredAd
from schemas.finding import State

Fact = tuple[str, str]
RulesByKind = Mapping[str, Sequence[Rule[Any]]]

MAX_KNOWN, MAX_FACTS = 20_000, 100  # combinations of facts whose rules are remembered, and how many facts one may have
_FIELDS = ("source", "source_family", "score.band")  # from the most telling to the least
_RANK = {name: rank for rank, name in enumerate(("finding", *_FIELDS))}
_ALWAYS = frozenset({"new_identifier"})  # learns from ads that do not meet the condition


class Index:
    """The rules of a plan, found by facts."""

    def __init__(self, rules: Sequence[Rule[Any]]) -> None:
        self._rules = rules
        self._letters: dict[Fact, str] = {}  # a fact that rules ask for -> the letter that stands for it
        self._by_letter: dict[str, list[int]] = {}
        self._always: list[int] = []
        self._by_token: dict[str, list[int]] = {}
        self._known = Remembered(lambda letters: self._sorted(self._places(letters)), MAX_KNOWN, MAX_FACTS)
        for place, rule in enumerate(rules):
            self._enter(place, rule.file)

    def concerning(self, ad: ScoredAd) -> RulesByKind:
        """The rules that an ad may meet, by kind, in the order of the plan."""
        letters = "".join([self._letters.get(fact, "") for fact in facts_of(ad)])
        if not self._by_token:
            return self._known[letters]
        watched = [place for contact in ad.contacts for place in self._by_token.get(contact.token, ())]
        return self._sorted({*self._places(letters), *watched}) if watched else self._known[letters]

    def _places(self, letters: str) -> set[int]:
        return {*self._always, *(place for letter in letters for place in self._by_letter[letter])}

    def _sorted(self, places: Iterable[int]) -> RulesByKind:
        by_kind: dict[str, list[Rule[Any]]] = defaultdict(list)
        for place in sorted(places):
            by_kind[self._rules[place].file.kind].append(self._rules[place])
        return dict(by_kind)

    def _enter(self, place: int, said: RuleFile) -> None:
        facts = None if said.kind in _ALWAYS else necessary(said.condition)
        parts = getattr(said, "parts", None)
        if facts is None and parts:
            facts = _either([necessary(part) for part in parts.values()])
        if facts is not None:
            for fact in facts:
                letter = self._letters.setdefault(fact, chr(len(self._letters)))
                self._by_letter.setdefault(letter, []).append(place)
        elif said.kind == "list" and vars(said)["field"] == "contacts.token" and not vars(said)["allow"]:
            for token in vars(said)["deny"] or vars(said)["watch"]:
                self._by_token.setdefault(token, []).append(place)
        else:
            self._always.append(place)


def facts_of(ad: ScoredAd) -> tuple[Fact, ...]:
    """What an ad has that rules may be found by."""
    found = [("finding", each.indicator) for each in ad.findings if each.state is State.PRESENT]
    return (*found, ("source", ad.source), ("source_family", ad.source_family), ("score.band", ad.score.band))


def necessary(condition: Condition) -> frozenset[Fact] | None:
    """Facts of which an ad that meets the condition has at least one; None when there are none such."""
    match condition:
        case HasFinding(state=State.PRESENT):
            return frozenset(("finding", indicator) for indicator in condition.indicators)
        case Compare(op="is") if condition.field in _FIELDS:
            return frozenset({(condition.field, str(condition.value))})
        case Compare(op="in") if condition.field in _FIELDS:
            return frozenset((condition.field, str(value)) for value in condition.value)
        case AllOf():
            known = [facts for part in condition.all if (facts := necessary(part)) is not None]
            return min(known, key=_cost, default=None)
        case AnyOf():
            return _either([necessary(part) for part in condition.any])
    return None


def _either(parts: list[frozenset[Fact] | None]) -> frozenset[Fact] | None:
    known = [facts for facts in parts if facts is not None]
    return frozenset().union(*known) if len(known) == len(parts) else None


def _cost(facts: frozenset[Fact]) -> tuple[int, int]:
    """Facts that fewer ads have come first."""
    return max((_RANK[name] for name, _ in facts), default=0), len(facts)
