"""A hit put into words: the alert that people get. Ids, reasons and gaps; never ad text, never a clear contact."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

import msgspec

from processors.alert import delivery
from processors.alert.assistance import Directory, countries_of
from processors.alert.hit import Hit
from processors.alert.rule import Rule, RuleFile
from processors.alert.sentence import sentence
from processors.alert.silences import Silence, silenced_by
from schemas import ids
from schemas.ad import ScoredAd
from schemas.alert import Alert, Wording
from schemas.score import Contribution

MAX_REASONS, MAX_UNKNOWNS, MAX_COUNTRIES = 20, 40, 8


def compose(rule: Rule[Any], hit: Hit, ad: ScoredAd, help_at: Directory, silences: Iterable[Silence] = ()) -> Alert:
    """The alert of a hit; reasons and gaps are those of the ad at hand, the one that led to it."""
    said: RuleFile = rule.file
    at = datetime.fromtimestamp(hit.at / 1000, UTC)
    plan = delivery.plan(said.delivery, at, said.severity, said.id)
    return Alert(
        alert_id=ids.alert_id(said.id, hit.key, hit.window),
        rule=said.id,
        rule_version=said.version,
        title=said.title.en,
        severity=said.severity,
        subject=rule.subject_of(ad),
        key=hit.key,
        at=at,
        window=hit.window,
        sentence=sentence(said, "en", hit, ad),
        reasons=without_quotes(ad.score.reasons),
        against=without_quotes(ad.score.against),
        unknowns=ad.score.unknowns[:MAX_UNKNOWNS],
        ads=hit.ads,
        sources=hit.sources,
        band=ad.score.band,
        actor=ad.actor,
        countries=countries_of(ad)[:MAX_COUNTRIES],
        language=ad.facts.language,
        assistance=help_at.services_for(ad),
        run_book=said.run_book.en,
        indicators=said.indicators,
        evidence=said.evidence,
        routing=said.routing,
        deliver_at=plan.at,
        digest=plan.digest,
        silenced_by=silenced_by(silences, said.id, hit.key, at),
        translations=(
            Wording(
                language="fr", title=said.title.fr, sentence=sentence(said, "fr", hit, ad), run_book=said.run_book.fr
            ),
        ),
    )


def without_quotes(contributions: Iterable[Contribution]) -> tuple[Contribution, ...]:
    """Quotes are ad text, even if masked: who may read them reads them beside the ad, not in a mailbox."""
    strongest = sorted(contributions, key=lambda each: -abs(each.weight))[:MAX_REASONS]
    return tuple(msgspec.structs.replace(each, quotes=()) for each in strongest)
