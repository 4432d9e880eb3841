"""A name or handle that was recognised once is the same thing wherever else it stands in the ad."""

import re
from collections.abc import Iterable, Iterator

from processors.enrich.passage import Found, Passage
from schemas.mention import MentionKind

_SHORTEST = 3
_MOST = 20  # different ones looked for


def repeats(passage: Passage, found: Iterable[Found]) -> Iterator[Found]:
    """Further places of the names and handles in `found`; names only where they begin with a capital letter."""
    names: dict[str, Found] = {}
    for one in found:
        if one.kind is MentionKind.PERSON_NAME:
            names |= dict.fromkeys(one.value.lower().split(), one)
        elif one.kind is MentionKind.HANDLE:
            names[one.value.partition(":")[2]] = one
    wanted = [name for name in names if len(name) >= _SHORTEST][:_MOST]
    if not wanted:
        return
    for match in re.finditer(rf"(?<![\w])(?:{'|'.join(map(re.escape, wanted))})(?![\w])", passage.lower):
        first = names[match[0]]
        if first.kind is MentionKind.HANDLE or passage.text[match.start()].isupper():
            yield first._replace(start=match.start(), end=match.end(), detector="repeats", style=None, confidence=0.8)
