"""The score: a review band that can be defended line by line. It ranks human work and judges nobody."""

from enum import StrEnum

from schemas.base import Record
from schemas.finding import State


class Band(StrEnum):
    """How much an ad deserves a human look; no statement about anybody in it."""

    UNSCORED = "unscored"  # we cannot say: language or text not readable for us; never "safe"
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class Contribution(Record, frozen=True, kw_only=True):
    """What one finding added to (or took from) the result, with the quality of the evidence behind it."""

    indicator: str
    label: str
    dimension: str
    strength: str  # strong | medium | weak
    grade: str  # E1 to E5, as in the catalogue
    weight: float
    quotes: tuple[str, ...] = ()
    note: str = ""


class Dimension(Record, frozen=True, kw_only=True):
    """One dimension of the ILO/EC Delphi rule."""

    name: str
    positive: bool
    indicators: tuple[str, ...] = ()


class Change(Record, frozen=True, kw_only=True):
    """What would give another band: any one of these indicators in this state, and everything else as it is."""

    state: State  # present: if the ad stated it; not_stated: if it did not say what it says about it now
    band: Band
    indicators: tuple[str, ...]


class Score(Record, frozen=True, kw_only=True):
    """The outcome of scoring one ad."""

    band: Band
    value: float = 0.0  # orders ads inside a band; not a probability
    dimensions: tuple[Dimension, ...] = ()
    reasons: tuple[Contribution, ...] = ()
    against: tuple[Contribution, ...] = ()  # protective indicators present, risk indicators stated absent
    shown_only: tuple[Contribution, ...] = ()  # seen but never scored: refuted (E5) or special-category
    unknowns: tuple[str, ...] = ()  # indicators the ad says nothing about
    changes: tuple[Change, ...] = ()  # why this band and not another
    statement: str = ""  # the strongest sentence the evidence allows
    catalogue_version: str = ""
    scorer: str = ""  # dimensions | weighted | ordinal
