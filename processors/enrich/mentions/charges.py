"""What somebody charges: fees, deductions, deposits, debts, advances, each with who pays ("fee:reader",
"deposit:nobody"). "reader" is the person that the ad speaks to, "advertiser" the one that placed it."""

import re
from collections.abc import Iterator

from processors.enrich.passage import Found, Passage
from processors.enrich.phrases import Phrases
from processors.enrich.tables import table, words
from processors.enrich.trie import any_of
from schemas.mention import MentionKind

_TABLE = table("charges")
_PHRASES = Phrases(_TABLE["charges"])
_PAYERS: dict[str, str] = _TABLE["payers"]
_NOBODY_BEFORE = re.compile(
    rf"(?<![^\W_])(?:{any_of(words(_TABLE['nobody_before']))})(?:[\s'/]+[^\W\d_]+){{0,2}}[\s'/]*$"
)
_NOBODY_AFTER = re.compile(
    rf"[\s:=-]*(?:(?:is|are|est|es|é|e|este)\s)?(?:{any_of(words(_TABLE['nobody_after']))})(?![^\W_])"
)
_SAID = {
    payer: re.compile(rf"(?<![^\W_])(?:{any_of(words(_TABLE[payer]))})(?![^\W_])") for payer in ("advertiser", "reader")
}
_STOP = re.compile(r"[.!?;\n]")
_REACH = 60  # characters of the same sentence


def detect(passage: Passage) -> Iterator[Found]:
    """The charges of a passage."""
    for charge, start, end in _PHRASES.find(passage):
        value = charge if ":" in charge else f"{charge}:{_payer(passage.lower, charge, start, end)}"
        yield Found(MentionKind.CHARGE, value, start, end, "charges", None, 0.8)


def _payer(lower: str, charge: str, start: int, end: int) -> str:
    """Who pays, by the rest of the sentence; of two payers the nearer: "visa fee paid by us, ticket by you"."""
    first, last = max(0, start - _REACH), end + _REACH
    first = max((stop.end() for stop in _STOP.finditer(lower, first, start)), default=first)
    stop = _STOP.search(lower, end, last)
    last = stop.start() if stop else last
    if _NOBODY_BEFORE.search(lower, first, start) or _NOBODY_AFTER.match(lower, end, last):
        return "nobody"
    said = [
        (max(match.start() - end, start - match.end()), payer)
        for payer, pattern in _SAID.items()
        for match in pattern.finditer(lower, first, last)
    ]
    return min(said)[1] if said else _PAYERS[charge]
