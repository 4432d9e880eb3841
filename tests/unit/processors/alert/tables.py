"""Sequences of ads and the alerts they raise, short enough to be read in a table.

An arrival is `actor/ad@hours`, for instance `a/1@0.5`; the hours are event time, the order is that of arrival.
Contacts may follow (`a/1@0+p1+p2`), and `!` marks an ad in the high band. An alert is `actor@hours`.
"""

import re
from datetime import timedelta
from typing import Any

from processors.alert.hit import Hit
from processors.alert.kinds import KINDS
from processors.alert.loading import ready
from processors.alert.matching import by_kind, match
from processors.alert.rule import Rule
from processors.memory import Memory
from processors.state import MemoryTransaction
from schemas.ad import ScoredAd
from schemas.base import epoch_ms
from schemas.mention import Contact, MentionKind
from schemas.score import Band, Score
from tests import factories

ARRIVAL = re.compile(r"(?P<actor>\w+|-)/(?P<key>\w+)@(?P<hours>-?[\d.]+)(?P<contacts>(\+\w+)*)(?P<high>!?)")
BOTH = {"en": "some words", "fr": "des mots"}
EXAMPLE = {"what": "an example", "ads": [{}]}


def rule(kind: str, **changes: Any) -> Rule[Any]:
    """A rule on every ad of an actor; what the case is about is given by keyword."""
    words = dict.fromkeys(("title", "sentence", "why", "run_book"), BOTH)
    said = {
        "id": f"demo_{kind}",
        "version": 1,
        "kind": kind,
        "source": ["invented"],
        "evidence": "E4",
        "indicators": ["NW-01"],
        "severity": "medium",
        "subject": "actor",
        "condition": {"field": "actor", "op": "known"},
        "examples": {"fire": [EXAMPLE], "not_fire": [EXAMPLE]},
    }
    return ready(KINDS[kind].model.model_validate(said | words | changes))


def ad(arrival: str) -> ScoredAd:
    """The ad of one arrival."""
    said = ARRIVAL.fullmatch(arrival)
    assert said, f"not an arrival: {arrival}"
    moment = factories.NOON + timedelta(hours=float(said["hours"]))
    tokens = [token for token in said["contacts"].split("+") if token]
    kinds = {"p": MentionKind.PHONE, "e": MentionKind.EMAIL}
    return factories.scored_ad(
        **factories.head(key=said["key"], observed_at=moment),
        actor=None if said["actor"] == "-" else said["actor"],
        contacts=tuple(Contact(kind=kinds[token[0]], token=token) for token in tokens),
        score=Score(band=Band.HIGH if said["high"] else Band.LOW),
    )


def hits(arrivals: str, *rules: Rule[Any], memory: Memory | None = None) -> list[Hit]:
    """What the ads of a sequence complete, in the order it is told."""
    plan, remembered = by_kind(rules), memory or Memory(MemoryTransaction())
    return [hit for arrival in arrivals.split() for _, hit in match(ad(arrival), plan, remembered)]


def alerts(arrivals: str, *rules: Rule[Any], memory: Memory | None = None) -> list[str]:
    """The same, written as in the tables."""
    noon = epoch_ms(factories.NOON)
    return [f"{hit.key}@{(hit.at - noon) / 3_600_000:g}" for hit in hits(arrivals, *rules, memory=memory)]
