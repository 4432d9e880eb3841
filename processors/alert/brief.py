"""An ad cut down to what an alert says of it, for ads whose moment is looked at later."""

import msgspec

from schemas.ad import MaskedText, ScoredAd
from schemas.mention import MentionKind

MAX_REASONS = 5
_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(ScoredAd).decode


def shorten(ad: ScoredAd) -> bytes:
    """The ad without its text, its findings and all mentions but places; the weightiest reasons only."""
    score = ad.score
    reasons = sorted(score.reasons, key=lambda each: -abs(each.weight))[:MAX_REASONS]
    return _encode(
        msgspec.structs.replace(
            ad,
            masked=MaskedText(),
            mentions=tuple(mention for mention in ad.mentions if mention.kind is MentionKind.PLACE),
            findings=(),
            links=(),
            score=msgspec.structs.replace(
                score,
                reasons=tuple(msgspec.structs.replace(each, quotes=(), note="") for each in reasons),
                against=tuple(msgspec.structs.replace(each, quotes=(), note="") for each in score.against),
                shown_only=(),
                dimensions=(),
                statement="",
            ),
        )
    )


def restore(brief: bytes) -> ScoredAd:
    """What `shorten` kept."""
    return _decode(brief)
