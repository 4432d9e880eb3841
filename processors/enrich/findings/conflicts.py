"""What does not fit together in one ad: its fields say one thing, its text another.

Places are left out: an ad for work abroad is often posted where the applicants are.
"""

from processors.enrich.findings.view import Evidence, View
from schemas.finding import State
from schemas.mention import Mention, MentionKind

APART = 2.0  # times: two wages for the same unit of time that are further apart contradict each other


def fields_conflict(view: View) -> Evidence | None:
    """A field states other pay, for the same unit of time, than the text."""
    start = _start_of_fields(view)
    prices = [mention for mention in view.of(MentionKind.PRICE) if mention.price and mention.price.per]
    for field in (mention for mention in prices if mention.start >= start):
        alike = [one for one in prices if one.end <= start and _unit(one) == _unit(field)]
        if alike and all(_are_apart(one, field) for one in alike):
            spans = tuple((m.start, m.end) for m in (*alike, field))
            return Evidence(State.PRESENT, spans, note="A field of the ad and its text state different pay.")
    return None


def _are_apart(one: Mention, other: Mention) -> bool:
    low, high = sorted(float(mention.price.amount) for mention in (one, other) if mention.price)
    return high > APART * low


def _unit(mention: Mention) -> tuple[str | None, str | None]:
    return (mention.price.currency, mention.price.per) if mention.price else (None, None)


def _start_of_fields(view: View) -> int:
    """Where the fields begin in the ad's text; the text joins what is not empty by one line break."""
    ad = view.reading.ad
    return sum(len(part) + 1 for part in (ad.title, ad.body) if part)
