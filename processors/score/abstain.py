"""When there is no score: what we cannot read, we do not judge, and never call safe."""

from processors.catalogue.abstain import MIN_WORDS
from schemas.ad import TextFacts

ENGLISH = (
    "Not scored: fewer than {words} words. This says nothing about the ad.",
    "Not scored: the language is not known. This says nothing about the ad.",
    "Not scored: no word lists for the language `{language}`. This says nothing about the ad.",
)
FRENCH = (
    "Non évalué : moins de {words} mots. Cela ne dit rien de l’annonce.",
    "Non évalué : la langue n’est pas connue. Cela ne dit rien de l’annonce.",
    "Non évalué : pas de listes de mots pour la langue « {language} ». Cela ne dit rien de l’annonce.",
)


def why_unscored(facts: TextFacts, language: str = "en") -> str | None:
    """The reason for giving no score, in English or French, or None."""
    short, unknown, unsupported = FRENCH if language == "fr" else ENGLISH
    if facts.words < MIN_WORDS:
        return short.format(words=MIN_WORDS)
    if not facts.language:
        return unknown
    if not facts.supported:
        return unsupported.format(language=facts.language)
    return None
