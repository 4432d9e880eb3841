"""Findings: what an ad says, or does not say, about one published indicator."""

from enum import StrEnum

from schemas.base import Record


class State(StrEnum):
    """Missing is not absent, and an ad may say both."""

    PRESENT = "present"
    ABSENT = "absent"  # the ad says the opposite: "no fees"
    NOT_STATED = "not_stated"
    CONTRADICTED = "contradicted"  # the ad says it and its opposite


class Span(Record, frozen=True, kw_only=True):
    """Where it was read: code points of `RawAd.text`, and a short quote with contacts masked."""

    start: int
    end: int
    quote: str


class Finding(Record, frozen=True, kw_only=True):
    """One indicator, one ad. Indicators that are not listed in an ad are `not_stated`."""

    indicator: str  # id in the catalogue: "LB-06"
    state: State
    spans: tuple[Span, ...] = ()
    detector: str = ""
    evidence: tuple[str, ...] = ()  # for link findings: ad ids, tokens
    note: str = ""  # one neutral sentence for a person, without clear contacts
