"""When there is no score: what we cannot read, we do not judge, and never call safe."""

from schemas.ad import TextFacts

MIN_WORDS = 8  # fewer say neither what is offered nor by whom


def why_unscored(facts: TextFacts) -> str | None:
    """The reason for giving no score, or None."""
    if facts.words < MIN_WORDS:
        return f"Not scored: fewer than {MIN_WORDS} words. This says nothing about the ad."
    if not facts.language:
        return "Not scored: the language is not known. This says nothing about the ad."
    if not facts.supported:
        return f"Not scored: no word lists for the language `{facts.language}`. This says nothing about the ad."
    return None
