"""A name or handle that was recognised once is the same thing wherever else it stands in the ad."""

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
    done = 0
    stands = (stand for rank, name in enumerate(wanted) for stand in _stands(passage.lower, name, rank))
    for start, _, name in sorted(stands):
        end, first = start + len(name), names[name]
        if start < done:
            continue
        done = end
        if first.kind is MentionKind.HANDLE or passage.text[start].isupper():
            yield first._replace(start=start, end=end, detector="repeats", style=None, confidence=0.8)


def _stands(lower: str, name: str, rank: int) -> Iterator[tuple[int, int, str]]:
    """Where a name stands by itself, with its rank: of two at one place the one found first is meant. Searched for as
    it is: to compile a pattern for each ad would cost more than all else here."""
    start = lower.find(name)
    while start >= 0:
        end = start + len(name)
        if not _is_wordy(lower[start - 1 : start]) and not _is_wordy(lower[end : end + 1]):
            yield start, rank, name
        start = lower.find(name, start + 1)


def _is_wordy(char: str) -> bool:
    return char.isalnum() or char == "_"
