"""Ages from the school year that somebody says to be in: "10th grader", "élève de seconde", "учусь в 11 классе"."""

import re
from collections.abc import Iterator

from processors.enrich.passage import Found, Passage
from processors.enrich.phrases import Phrases
from processors.enrich.signs import END, START, sign
from processors.enrich.tables import table, words
from schemas.mention import MentionKind

_TABLE = table("school")
_BY_NUMBER = [(int(row["add"]), re.compile(rf"(?<![^\W_]){row['pattern']}(?![^\W_])")) for row in _TABLE["by_number"]]
_NUMBERED = sign(f"{START}(?:{'|'.join(row['pattern'].replace('?P<n>', '?:') for row in _TABLE['by_number'])}){END}")
_BY_NAME = Phrases({str(age): row for age, row in _TABLE["by_name"].items()})
_TEACHING = frozenset(words(_TABLE["teaching"]))
_ROMAN = {"ix": 9, "x": 10, "xi": 11, "xii": 12}


def school_years(passage: Passage) -> Iterator[Found]:
    """The ages that school years stand for; none where somebody teaches them."""
    if not passage.words.isdisjoint(_TEACHING):
        return
    for value, start, end in _BY_NAME.find(passage):
        yield _found(value, start, end)
    if _NUMBERED in passage.signs:
        for add, pattern in _BY_NUMBER:
            for match in pattern.finditer(passage.lower):
                year = _ROMAN.get(match["n"]) or int(match["n"])
                yield _found(str(year + add), *match.span())


def _found(age: str, start: int, end: int) -> Found:
    return Found(MentionKind.AGE, age, start, end, "ages", "school_year", 0.5)
