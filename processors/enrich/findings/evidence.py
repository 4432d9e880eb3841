"""What a detector saw, as a record that may leave the stage: quotes with contacts masked, one plain sentence."""

from functools import cache

from processors.catalogue import Indicator
from processors.enrich.findings.view import Evidence
from processors.enrich.mask import mask
from processors.enrich.reading import Reading
from schemas.finding import Finding, Span, State

MAX_SPANS = 5  # of one finding; the first ones
MAX_QUOTE = 160  # characters of original text in one quote

SENTENCES = {
    State.PRESENT: "Read in the ad: {label}.",
    State.ABSENT: "The ad says the opposite of: {label}.",
    State.CONTRADICTED: "The ad says both this and its opposite: {label}.",
}


def finding(indicator: Indicator, evidence: Evidence, reading: Reading) -> Finding:
    """The finding for one indicator. Spans come in the order of the text."""
    spans = evidence.spans if len(evidence.spans) < 2 else sorted(set(evidence.spans))[:MAX_SPANS]
    return Finding(
        indicator=indicator.id,
        state=evidence.state,
        spans=tuple([_span(start, end, reading) for start, end in spans]),
        detector=evidence.detector,
        note=evidence.note or _sentence(evidence.state, indicator.label.en),
    )


@cache
def _sentence(state: State, label: str) -> str:
    return SENTENCES[state].format(label=label)


def _span(start: int, end: int, reading: Reading) -> Span:
    end = min(end, start + MAX_QUOTE)
    return Span(start=start, end=end, quote=mask(reading.normal.original, reading.mentions, start, end))
