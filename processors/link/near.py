"""Finding the cluster an ad's text belongs to, and what a cluster keeps of its texts.

A cluster keeps the signatures of up to MAX_TEXTS of its ads. Each of their SELECTIVE shingles leads to the cluster
through a posting: the newest MAX_POSTING clusters that have it. An ad looks up a dozen postings, compares itself with
at most MAX_CANDIDATES clusters and joins the most alike, so its cost does not grow with the number of ads. Clusters
are never merged: however many ads lie between two texts, they cannot chain them together.
"""

import struct
from collections import Counter
from typing import NamedTuple

from processors.link.similarity import Sketch, compare, pack, unpack
from processors.link.tables import State, number_key

MIN_SHINGLES = 4  # a text with fewer says nothing: it is a cluster by itself
MAX_POSTING = 32
MIN_HITS = 2  # postings that must lead to a cluster before it is looked at; one is chance
MAX_CANDIDATES = 4
MAX_TEXTS = 6
_TIE = 0.1  # so small that one hit more is always worth more
CLOSE = 0.8  # nearer than this to a text the cluster has, an ad's own text adds nothing


class Near(NamedTuple):
    """The cluster an ad belongs to by its text, and the ad of that cluster that is most alike."""

    cluster: int
    ad_id: str
    score: float


def find(ad: Sketch, state: State) -> Near | None:
    """The most alike cluster, None when no cluster is alike enough."""
    if len(ad.values) < MIN_SHINGLES:
        return None
    kept = [(number, texts) for number in candidates(ad, state) if (texts := state.texts.get(number_key(number)))]
    if not kept:  # of a cluster whose ads were all forgotten there are no texts
        return None
    best: Near | None = None
    alike = compare(ad, unpack([texts for _, texts in kept]), state.common)
    for (number, _), likeness in zip(kept, alike, strict=True):
        if likeness and (best is None or likeness.score > best.score):
            best = Near(number, state.cluster(number).texts[likeness.text], likeness.score)
    return best


def candidates(ad: Sketch, state: State) -> list[int]:
    """The numbers of the clusters that an ad is compared with, the likeliest first."""
    get = state.postings.get
    postings = [posting for key in ad.selective if (posting := get(key))]
    numbers = _numbers(b"".join(postings))
    if len(numbers) < MIN_HITS:
        return []
    likely = {number: float(count) for number, count in Counter(numbers).items() if count >= MIN_HITS}
    if len(likely) > MAX_CANDIDATES:  # of those with as many hits, the one that few others have them with
        least = sorted(likely.values(), reverse=True)[MAX_CANDIDATES - 1]
        likely = {number: count for number, count in likely.items() if count >= least}
        start = 0
        for posting in postings:
            end = start + len(posting) // 4
            for number in numbers[start:end]:
                if number in likely:
                    likely[number] += _TIE / len(posting)
            start = end
    return sorted(likely, key=lambda number: (likely[number], number), reverse=True)[:MAX_CANDIDATES]


def keep(number: int, ad: Sketch, opens: bool, state: State) -> None:
    """Let cluster `number` keep this text to compare with; `opens` says that it is not a copy of those it has."""
    if opens:
        state.common.count(ad.values)
    texts = state.texts.get(number_key(number)) or b""
    state.texts.put(number_key(number), texts + pack(ad, opens))
    entry = struct.pack("<I", number)
    for key in ad.selective:
        posting = state.postings.get(key) or b""
        if opens or number not in _numbers(posting):
            state.postings.put(key, (posting + entry)[-4 * MAX_POSTING :])


def drop(number: int, state: State) -> None:
    """Let cluster `number` keep no text, and nothing lead to it any more."""
    key = number_key(number)
    packed = state.texts.get(key)
    for shingle in unpack([packed]).words.tolist() if packed else ():
        posting = state.postings.get(struct.pack(">I", shingle)) or b""
        found = _numbers(posting)
        if number in found:
            left = struct.pack(f"<{len(found) - 1}I", *(each for each in found if each != number))
            state.postings.put(struct.pack(">I", shingle), left or None)
    state.texts.put(key, None)


def _numbers(posting: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(posting) // 4}I", posting)
