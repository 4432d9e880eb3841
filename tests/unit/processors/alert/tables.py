"""Sequences of ads and the alerts they raise, short enough to be read in a table.

An arrival is `actor/ad@hours`, for instance `a/1@0.5`; the hours are event time, the order is that of arrival.
There may follow contacts (`+p1+e2`), what the ad names (a place `=FR:Lyon`, an age `=25y`, a price an hour `=150e`),
its source (`^site`), and `!` for the high band. An alert is `key@hours`.
"""

import re
from datetime import timedelta
from typing import Any

from processors.alert.alarms import AlertMemory
from processors.alert.hit import Hit
from processors.alert.kinds import KINDS
from processors.alert.loading import ready
from processors.alert.matching import Plan, finish, match
from processors.alert.rule import Rule
from processors.state import MemoryTransaction
from schemas.ad import ScoredAd
from schemas.base import epoch_ms
from schemas.mention import Contact, Mention, MentionKind, Price
from schemas.score import Band, Score
from tests import factories

ARRIVAL = re.compile(
    r"(?P<actor>\w+|-)/(?P<key>\w+)@(?P<hours>-?[\d.]+)(?P<contacts>(\+\w+)*)"
    r"(?P<named>(=[\w:]+)*)(\^(?P<source>\w+))?(?P<high>!?)"
)
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
        **factories.head(source=said["source"] or "demo_jobs", key=said["key"], observed_at=moment),
        actor=None if said["actor"] == "-" else said["actor"],
        contacts=tuple(Contact(kind=kinds[token[0]], token=token) for token in tokens),
        mentions=tuple(mention(text) for text in said["named"].split("=") if text),
        cluster=f"c-{said['actor']}",
        score=Score(band=Band.HIGH if said["high"] else Band.LOW),
    )


def mention(text: str) -> Mention:
    """What an ad names."""
    at = {"start": 0, "end": 1, "surface": "x", "detector": "table"}
    if text.endswith("y"):
        return Mention(kind=MentionKind.AGE, value=text[:-1], **at)
    if text.endswith("e") and text[:-1].isdigit():
        price = Price(amount=text[:-1], currency="EUR", per="hour")
        return Mention(kind=MentionKind.PRICE, value=text, price=price, **at)
    country, _, city = text.partition(":")
    return Mention(kind=MentionKind.PLACE, value=city, region=country, **at)


def hits(arrivals: str, *rules: Rule[Any], memory: AlertMemory | None = None) -> list[Hit]:
    """What the ads of a sequence complete, in the order it is told; at the end no more ads come."""
    plan, remembered = Plan(rules), memory or AlertMemory(MemoryTransaction())
    told = [hit for arrival in arrivals.split() for _, hit in match(ad(arrival), plan, remembered)]
    return [*told, *(hit for _, hit in finish(plan, remembered))]


def alerts(arrivals: str, *rules: Rule[Any], memory: AlertMemory | None = None) -> list[str]:
    """The same, written as in the tables."""
    noon = epoch_ms(factories.NOON)
    return [f"{hit.key}@{(hit.at - noon) / 3_600_000:g}" for hit in hits(arrivals, *rules, memory=memory)]
