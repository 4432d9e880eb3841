"""A hit put into words: the alert that people get. Ids, reasons and gaps; never ad text, never a clear contact."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from processors.alert import delivery
from processors.alert.about import About
from processors.alert.assistance import Directory
from processors.alert.hit import Hit
from processors.alert.rule import Rule, RuleFile
from processors.alert.sentence import sentence
from processors.alert.silences import Silence, silenced_by
from schemas import ids
from schemas.alert import Alert, Wording

MAX_COUNTRIES = 8


def compose(rule: Rule[Any], hit: Hit, about: About, help_at: Directory, silences: Iterable[Silence] = ()) -> Alert:
    """The alert of a hit; reasons and gaps are those of the ad that led to it."""
    said: RuleFile = rule.file
    at = datetime.fromtimestamp(hit.at / 1000, UTC)
    plan = delivery.plan(said.delivery, at, said.severity, said.id)
    return Alert(
        alert_id=ids.alert_id(said.id, hit.key, hit.window),
        rule=said.id,
        rule_version=said.version,
        title=said.title.en,
        severity=said.severity,
        subject=rule.subject_of(about),
        key=hit.key,
        at=at,
        window=hit.window,
        sentence=sentence(said, "en", hit, about.band),
        reasons=about.reasons,
        against=about.against,
        unknowns=about.unknowns,
        ads=hit.ads,
        sources=hit.sources,
        band=about.band,
        actor=about.actor,
        countries=about.countries[:MAX_COUNTRIES],
        language=about.language,
        assistance=help_at.services_for(about.countries, about.language),
        run_book=said.run_book.en,
        indicators=said.indicators,
        evidence=said.evidence,
        routing=said.routing,
        deliver_at=plan.at,
        digest=plan.digest,
        silenced_by=silenced_by(silences, said.id, hit.key, at),
        translations=(
            Wording(
                language="fr",
                title=said.title.fr,
                sentence=sentence(said, "fr", hit, about.band),
                run_book=said.run_book.fr,
            ),
        ),
    )
