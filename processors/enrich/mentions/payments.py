"""Ways to pay, as "gift_card", "cash", "app:venmo", "transfer_service:moneygram", "crypto:bitcoin"."""

from collections.abc import Iterator

from processors.enrich.passage import Found, Passage
from processors.enrich.phrases import Phrases
from processors.enrich.tables import table
from schemas.mention import MentionKind

_PHRASES = Phrases(table("payments"))


def detect(passage: Passage) -> Iterator[Found]:
    """The ways to pay that a passage names."""
    for value, start, end in _PHRASES.find(passage):
        yield Found(MentionKind.PAYMENT, value, start, end, "payments", None, 0.9)
