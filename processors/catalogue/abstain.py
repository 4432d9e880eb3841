"""What an ad cannot tell, by the catalogue's `abstain_when`: it is unknown, which is neither present nor absent."""

from processors.catalogue.records import Abstain, Indicator
from schemas.ad import TextFacts

MIN_WORDS = 8  # fewer say neither what is offered nor by whom
SHORT, UNREAD = frozenset({Abstain.SHORT}), frozenset({Abstain.LANGUAGE})
NEITHER: frozenset[Abstain] = frozenset()


def reasons(facts: TextFacts) -> frozenset[Abstain]:
    """What keeps an ad from telling anything by its silence."""
    return (SHORT if facts.words < MIN_WORDS else NEITHER) | (NEITHER if facts.supported else UNREAD)


def cannot_tell(indicator: Indicator, why: frozenset[Abstain]) -> bool:
    """Is nothing to be concluded from what the ad does not say? The children's lane never abstains."""
    return not indicator.children_lane and not why.isdisjoint(indicator.abstain_when)
