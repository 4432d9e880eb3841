"""What links say of an ad."""

from schemas.ad import ScoredAd
from schemas.finding import State

TOKENS = "contacts.token"  # a key of contacts that link
_DETECTOR = "link"


def found_by_links(ad: ScoredAd) -> set[str]:
    """The indicators that links found in an ad."""
    return {each.indicator for each in ad.findings if each.detector == _DETECTOR and each.state is State.PRESENT}


def linkless(ad: ScoredAd) -> set[str]:
    """The contacts of an ad, and what else may link it, that by what links say link nothing: a helpline, a platform."""
    return {
        token
        for found in ad.findings
        if found.detector == _DETECTOR and found.state is State.NOT_STATED
        for token in found.evidence
    }
