"""Routes between places: "from Lyon to Paris", "Київ - Варшава автобус". The mention is the word or sign between two
places, which are mentions themselves; value "Lyon, FR > Paris, FR"."""

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from processors.enrich.passage import Found, Passage
from processors.enrich.tables import table, words
from processors.enrich.trie import any_of
from schemas.mention import MentionKind

_TABLE = table("routes")
_FROM = re.compile(rf"(?<![^\W_])(?:{any_of(words(_TABLE['from']))})\s{{0,2}}(?:[^\W\d_]+\s)?$")
# Between the two places: the qualifier of the first ("Lyon, France"), the link, an article or a word like "city of".
_LINK = re.compile(
    rf"(?:\s?[,(][^,()\n]{{2,24}}\)?)?\s{{0,2}}(?P<link>{any_of(words(_TABLE['to']))}|(?P<sign>->|=>|>|→|➡|✈|[-–—/]))\s{{0,2}}"
    r"(?:[^\W\d_]{1,5}['\s]\s?)?"
)
_TRAVEL = frozenset(words(_TABLE["travel"]))
_SURE_SIGNS = frozenset(("->", "=>", ">", "→", "➡", "✈"))
_REACH = 16
_FARTHEST = 40


def routes(passage: Passage, found: Iterable[Found]) -> Iterator[Found]:
    """The routes between neighbouring places of `found`."""
    for one, other in pairwise(_without_qualifiers(passage.lower, found)):
        if one.value == other.value or other.start - one.end > _FARTHEST:
            continue
        link = _LINK.fullmatch(passage.lower, one.end, other.start)
        if link and _is_way(passage, one, link):
            value = f"{one.value} > {other.value}"
            yield Found(MentionKind.ROUTE, value, *link.span("link"), "routes", None, 0.8)


def _without_qualifiers(lower: str, found: Iterable[Found]) -> Iterator[Found]:
    """The places, but not what only says where one is: "Lyon (France)"."""
    last: Found | None = None
    for one in found:
        if one.kind is MentionKind.PLACE:
            if not (last and last.region == one.region and lower[last.end : one.start].strip() in (",", "(")):
                yield one
            last = one


def _is_way(passage: Passage, one: Found, link: re.Match[str]) -> bool:
    """Is one place the way's beginning: "from" stands before it, an arrow behind, or the ad is about travel?"""
    if link["sign"] in _SURE_SIGNS or not passage.words.isdisjoint(_TRAVEL):
        return True
    return not link["sign"] and bool(_FROM.search(passage.lower, max(0, one.start - _REACH), one.start))
