"""One sentence for a person: the rule's own words with the facts of the case put in."""

from string import Formatter

from processors.alert.duration import words
from processors.alert.hit import Hit
from processors.alert.rule import RuleFile
from schemas.score import Band

CONTACT = {
    "en": {"phone": "phone number", "email": "e-mail address", "handle": "account name", "wallet": "wallet"},
    "fr": {"phone": "numéro de téléphone", "email": "adresse e-mail", "handle": "nom de compte", "wallet": "compte"},
}
BAND = {
    "en": {"unscored": "unscored", "low": "low", "medium": "medium", "high": "high"},
    "fr": {"unscored": "non évalué", "low": "bas", "medium": "moyen", "high": "élevé"},
}
# name in braces -> what it stands for
NAMES = {
    "count": "how many ads completed the condition",
    "window": "the rule's window, in words",
    "sources": "the names of the sources, with commas",
    "band": "the review band of the ad",
    "contact": "the kind of contact that is new",
    "before": "what was, for kinds that compare",
    "after": "what is, for kinds that compare",
    "value": "what was measured",
}


def unknown_names(template: str) -> list[str]:
    """Names in braces that mean nothing here. Raises ValueError for unbalanced braces."""
    parts = list(Formatter().parse(template))
    fancy = [name for _, name, form, conversion in parts if name is not None and (form or conversion)]
    return fancy + [name for _, name, _, _ in parts if name is not None and name not in NAMES]


def sentence(rule: RuleFile, language: str, hit: Hit, band: Band) -> str:
    """The rule's sentence in a language, filled in. Holds no ad text and no contact."""
    window: int | None = vars(rule).get("window")  # not every kind has one
    facts = {
        "count": str(hit.count),
        "window": words(window, language) if window else "",
        "sources": ", ".join(hit.sources),
        "band": BAND[language][band],
        "contact": CONTACT[language].get(hit.contact, hit.contact),
        "before": hit.before,
        "after": hit.after,
        "value": hit.value,
    }
    return str(getattr(rule.sentence, language)).format_map(facts)
