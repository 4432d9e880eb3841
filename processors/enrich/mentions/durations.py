"""Lengths of time, as ISO 8601: "30 min" is PT30M, "a 6-month contract" P6M. They are not ages, prices or hours."""

import re
from collections.abc import Iterator

from processors.enrich.passage import Found, Passage
from processors.enrich.tables import table, words
from processors.enrich.trie import any_of
from schemas.mention import MentionKind

_ISO = {word: iso for iso, row in table("times")["durations"].items() for word in words(row)}
_DURATION = re.compile(rf"(?P<count>\d(?<![\w.,:/$€£+-]\d)\d{{0,2}})\s?-?\s?(?P<unit>{any_of(_ISO)})(?![^\W_])")


def detect(passage: Passage) -> Iterator[Found]:
    """The lengths of time in a passage."""
    for match in _DURATION.finditer(passage.lower):
        if count := int(match["count"]):
            yield Found(MentionKind.DURATION, _ISO[match["unit"]].format(count), *match.span(), "durations")
