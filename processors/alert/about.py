"""What an alert says of the ad that led to it; kept in the state while the ad's moment is waited for."""

from collections.abc import Callable, Iterable
from operator import attrgetter
from typing import Any, NamedTuple

import msgspec

from processors.alert.assistance import countries_of
from schemas.ad import ScoredAd
from schemas.score import Band, Contribution

MAX_REASONS, MAX_KEPT, MAX_UNKNOWNS = 20, 5, 40


class About(NamedTuple):
    """Ids, reasons and gaps of an ad; never its text."""

    ad_id: str
    cluster: str
    actor: str | None
    source: str
    language: str | None
    band: Band
    countries: tuple[str, ...]  # all of them, in the order of the assistance
    reasons: tuple[Contribution, ...]  # the strongest first
    against: tuple[Contribution, ...]
    unknowns: tuple[str, ...]


class Row(NamedTuple):
    """A contribution as it is kept: without the names of its fields, which would be most of the bytes, and its note."""

    indicator: str
    label: str
    dimension: str
    strength: str
    grade: str
    weight: float


Kept = tuple[str, str, str | None, str, str | None, Band, tuple[str, ...], list[Row], list[Row], tuple[str, ...]]
_row = attrgetter(*Row._fields)
_encode = msgspec.msgpack.Encoder().encode
_decode: Callable[[bytes], list[Any]] = msgspec.msgpack.Decoder(Kept).decode
_decode_ad = msgspec.msgpack.Decoder(ScoredAd).decode


def about(ad: ScoredAd) -> About:
    """All of it, for an alert that is told at once."""
    score = ad.score
    return About(
        ad.ad_id, ad.cluster, ad.actor, ad.source, ad.facts.language, score.band, countries_of(ad),
        without_quotes(score.reasons), without_quotes(score.against), score.unknowns[:MAX_UNKNOWNS],
    )  # fmt: skip


def shorten(ad: ScoredAd) -> bytes:
    """For an alert that may come of it later: the weightiest reasons only."""
    score = ad.score
    return _encode(
        (
            ad.ad_id, ad.cluster, ad.actor, ad.source, ad.facts.language, score.band, countries_of(ad),
            [_row(each) for each in strongest(score.reasons)[:MAX_KEPT]],
            [_row(each) for each in strongest(score.against)[:MAX_REASONS]],
            score.unknowns[:MAX_UNKNOWNS],
        )
    )  # fmt: skip


def restore(kept: bytes) -> About:
    """What `shorten` kept. A state of earlier versions holds whole ads, which are maps."""
    try:
        said = About(*_decode(kept))
    except msgspec.ValidationError:
        return about(_decode_ad(kept))
    return said._replace(reasons=_contributions(said.reasons), against=_contributions(said.against))


def _contributions(rows: Iterable[Any]) -> tuple[Contribution, ...]:
    return tuple(Contribution(**row._asdict()) for row in rows)


def without_quotes(contributions: Iterable[Contribution]) -> tuple[Contribution, ...]:
    """Quotes are ad text, even if masked: who may read them reads them beside the ad, not in a mailbox."""
    return tuple(msgspec.structs.replace(each, quotes=()) for each in strongest(contributions)[:MAX_REASONS])


def strongest(contributions: Iterable[Contribution]) -> list[Contribution]:
    """The weightiest first."""
    return sorted(contributions, key=lambda each: -abs(each.weight))
