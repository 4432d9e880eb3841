"""The text of a read ad cut where something begins or ends, and the reasons in words."""

import unicodedata
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import NamedTuple

from schemas.ad import EnrichedAd
from schemas.finding import Finding, State
from schemas.mention import Mention

REASONS = {
    "phones": "digits that fit the numbering plan of a country",
    "phones.grouped": "digits with separators that fit the numbering plan of a country",
    "phones.link": "an address that carries a phone number",
    "emails": "a mailbox at a domain",
    "handles": "a name after the word for its network",
    "handles.address": "an address of a profile",
    "handles.near": "a name near the word for its network",
    "handles.loose": "a name with @ and no network beside it",
    "person_names.cue": "follows words that announce a name",
    "person_names.list": "a first name that is hardly anything else",
    "person_names.field": "stands in a field for names",
    "organisations": "follows or ends with a word for an organisation",
    "organisations.sure": "a legal form, quotes or a field say so",
    "places": "a name of the gazetteer, where a place is meant",
    "places.sure": "a name of the gazetteer beside its region, or of several words",
    "prices": "an amount with a currency, a unit or a word for pay",
    "ages": "a number with a word for years of age",
    "dates": "a day or month of the calendar",
    "hours": "times of a clock, or hours and days counted",
    "durations": "a number with a unit of time",
    "urls": "a web address",
    "wallets": "an address of a currency, with its checksum where it has one",
    "repeats": "the same name or handle as elsewhere in this ad",
}
STATES = {
    State.PRESENT: "stated", State.ABSENT: "the opposite is stated", State.CONTRADICTED: "stated, and its opposite",
    State.NOT_STATED: "not stated",
}  # fmt: skip


class Piece(NamedTuple):
    """A stretch of the text in which nothing begins or ends."""

    text: str
    mention: Mention | None
    findings: tuple[Finding, ...]


def pieces(ad: EnrichedAd) -> Iterator[Piece]:
    """The whole text in order. Findings may overlap each other and mentions; mentions never do."""
    text = ad.text
    spans = [(span.start, span.end, finding) for finding in ad.findings for span in finding.spans]
    edges = {0, len(text)}.union(*((one.start, one.end) for one in ad.mentions), *((s, e) for s, e, _ in spans))
    cuts = sorted(edge for edge in edges if 0 <= edge <= len(text))
    mentions = iter(sorted(ad.mentions, key=lambda one: one.start))
    mention = next(mentions, None)
    for start, end in pairwise(cuts):
        while mention and mention.end <= start:
            mention = next(mentions, None)
        inside = mention if mention and mention.start <= start else None
        yield Piece(text[start:end], inside, tuple(f for s, e, f in spans if s <= start and end <= e))


def mention_reason(mention: Mention) -> str:
    """Why it was read as that, how it was disguised, and how sure that is."""
    family = mention.detector.partition(".")[0]
    why = REASONS.get(mention.detector) or REASONS.get(family, mention.detector)
    disguise = f"; disguised: {mention.style}" if mention.style else ""
    return f"{why}{disguise}; confidence {mention.confidence:.2f}"


def finding_line(finding: Finding, labels: Mapping[str, str]) -> str:
    """ "LB-06 fees asked: stated. Note." """
    label = labels.get(finding.indicator, "")
    note = f". {finding.note}" if finding.note else ""
    return f"{finding.indicator} {label}: {STATES[finding.state]}{note}".replace(" :", ":")


def summary(ad: EnrichedAd) -> str:
    """Language, number of words, and what had to be undone before reading."""
    facts = ad.facts
    language = f"language {facts.language or 'unknown'}{'' if facts.supported else ' (without word lists)'}"
    undone = ", ".join(f"{style} {count}" for style, count in sorted(facts.changes.items()))
    return f"{language}; {facts.words} words" + (f"; undone: {undone}" if undone else "")


def visible(text: str) -> str:
    """The text with characters that show nothing, turn the direction or steer a terminal written as <U+202E>."""
    return "".join(f"<U+{ord(char):04X}>" if _is_unseen(char) else char for char in text)


def _is_unseen(char: str) -> bool:
    return char not in "\n\t" and unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp")
