"""How alike an ad and a cluster are, boilerplate discounted.

Two questions, answered on weighted shingles. How much of the ad is found in the cluster's texts, and how much of the
best of those texts in the ad? The smaller share is the score. And are the differences spread over the text, as edits
are, or is there one long passage of its own in each? Then what they share is a passage too, such as the house rules of
a site, and they are two ads.
"""

import struct
from array import array
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from processors.link.commonness import Commonness, Hashes, Weights

SAMPLE = 128  # values of a signature; a text with more shingles is known by a sample of them
_ALL = 0xFFFFFFFF
_HEAD = struct.Struct("<IIII")  # shingles, values, limit, whether it is an anchor
_HEAD_WORDS = _HEAD.size // 4
_LITTLE, _BIG = np.dtype("<u4"), np.dtype(">u4")

# Chosen on generated corpora (nine languages, shared boilerplate of all lengths, edits up to 30 %); the floors that
# tests/quality pins are measured on others.
SCORE = 0.33
TINY, TINY_SCORE = 12, 0.65  # of texts with fewer shingles a common phrase is half, so more must be alike
SAME = 0.95  # so alike are texts that say the same word for word, however little it is
SHARED = 4.0  # weighted shingles in common, at least: so that tiny ads need more than a common phrase
ANCHORED = 0.2  # of a text that opened the cluster must be in the ad: so that clusters do not drift from copy to copy
GAP, GAP_SHORT = 0.15, 5.0  # longest difference in one piece: a share of the text, and so many shingles in short ones


class Sketch(NamedTuple):
    """An ad's signature made ready for comparing."""

    values: Hashes  # in reading order
    shingles: int
    order: NDArray[np.intp]
    ascending: Hashes  # values[order], and _ALL behind them
    weights: Weights  # of the values, in reading order
    selective: list[bytes]  # values by which to look for its cluster, as keys
    limit: int  # up to this value every shingle of the ad is in the signature


class Texts(NamedTuple):
    """Signatures of the texts of several clusters one after the other, each in reading order behind its head."""

    words: Hashes
    bounds: list[int]  # where a head begins, where its values do, and so on
    heads: list[tuple[int, int, int, int]]  # as _HEAD has them
    groups: list[range]  # the places of each cluster's texts


class Likeness(NamedTuple):
    """`score` from 0 to 1; `text` is the place of the most alike text."""

    score: float
    text: int


def sketch(values: tuple[int, ...], shingles: int, common: Commonness) -> Sketch:
    """The sketch of an ad with this signature."""
    read = np.frombuffer(array("I", values), np.uint32)  # in less than half the time of np.array
    order = read.argsort(kind="stable")
    ascending = np.empty(len(read) + 1, np.uint32)
    ascending[:-1] = read[order]
    ascending[-1] = _ALL
    counts = common.counts(read)
    packed = common.selective(ascending[:-1], counts[order]).astype(_BIG).tobytes()
    keys = [packed[place : place + 4] for place in range(0, len(packed), 4)]
    limit = int(ascending[-2]) if shingles > len(read) > 0 else _ALL
    return Sketch(read, shingles, order, ascending, common.weighed(counts), keys, limit)


def pack(ad: Sketch, anchor: bool) -> bytes:
    """One text's signature as bytes; those of a cluster are put one behind the other."""
    return _HEAD.pack(ad.shingles, len(ad.values), ad.limit, anchor) + ad.values.astype(_LITTLE).tobytes()


def unpack(packed: Sequence[bytes]) -> Texts:
    """The signatures of the texts of clusters."""
    together = b"".join(packed)
    bounds: list[int] = []
    heads: list[tuple[int, int, int, int]] = []
    groups: list[range] = []
    place = end = 0
    for one in packed:
        first, end = len(heads), end + len(one) // 4
        while place < end:
            head = _HEAD.unpack_from(together, 4 * place)
            heads.append(head)
            bounds += (place, place + _HEAD_WORDS)
            place += _HEAD_WORDS + head[1]
        groups.append(range(first, len(heads)))
    return Texts(np.frombuffer(together, _LITTLE), bounds, heads, groups)


def compare(ad: Sketch, texts: Texts, common: Commonness) -> list[Likeness | None]:
    """How alike an ad and the texts of each cluster are; None when they are too little so to be one cluster.

    One look at all texts together tells how much of each the ad has; few have enough for a second look.
    """
    words, bounds, heads, groups = texts
    places = ad.ascending.searchsorted(words)
    found = ad.ascending.take(places) == words
    weights = within(ad.limit, words, common.weights(words))
    shares = _shares(weights, found, bounds)

    def likeness(group: range) -> Likeness | None:
        best = max(group, key=shares.__getitem__)
        if shares[best] < SCORE or max(shares[text] for text in group if heads[text][3]) < ANCHORED:
            return None
        inside = [slice(start := bounds[2 * text + 1], start + heads[text][1]) for text in group]
        covered = np.zeros(len(ad.ascending), np.bool_)
        for text in inside:
            covered[places[text][found[text]]] = True
        read = np.empty(len(ad.values), np.bool_)
        read[ad.order] = covered[:-1]
        ad_weights = within(max(heads[text][2] for text in group), ad.values, ad.weights)
        shared = float(ad_weights.dot(read))
        share = shared / (float(ad_weights.sum()) or 1.0)
        shorter = min(ad.shingles, heads[best][0], SAMPLE)
        if not alike(min(share, shares[best]), shared, shorter):
            return None
        text = inside[best - group.start]
        if _apart(GAP + GAP_SHORT / shorter, (share, ad_weights, read), (shares[best], weights[text], found[text])):
            return None
        return Likeness(min(share, shares[best]), best - group.start)

    return [None if len(group) == 1 and shares[group.start] < SCORE else likeness(group) for group in groups]


def alike(score: float, shared: float, shorter: int) -> bool:
    """Whether two texts have enough in common, the shorter of which has so many shingles."""
    return score >= least(shorter) and (shared >= SHARED or score >= SAME)


def least(shorter: int) -> float:
    """The score that they need."""
    return TINY_SCORE if shorter < TINY else SCORE


def within(limit: int, values: Hashes, weights: Weights) -> Weights:
    """The weights of values, 0 for those that the other text's sample cannot have."""
    return weights if limit == _ALL else weights * (values <= limit)


def _shares(weights: Weights, found: NDArray[np.bool_], bounds: list[int]) -> list[float]:
    """For each text, the share of its weight that was found; its head, which is between the bounds too, is no part."""
    places = np.array(bounds)
    totals = np.add.reduceat(weights, places)[1::2].tolist()
    parts = np.add.reduceat(weights * found, places)[1::2].tolist()
    return [part / (total or 1.0) for part, total in zip(parts, totals, strict=True)]


def _apart(allowed: float, *sides: tuple[float, Weights, NDArray[np.bool_]]) -> bool:
    """Whether on both sides, of each the share found, the weights and what was found, the longest gap is too long."""
    if any(1.0 - share <= allowed for share, _, _ in sides):
        return False
    return all(longest_gap(found, weights) > allowed for _, weights, found in sides)


def longest_gap(found: NDArray[np.bool_], weights: Weights) -> float:
    """The share of weight in the longest stretch, in reading order, in which nothing was found."""
    longest = gap = 0.0
    for here, weight in zip(found.tolist(), weights.tolist(), strict=True):
        if here:
            gap = 0.0
        else:
            gap += weight
            if gap > longest:  # max() would cost as much as all the rest
                longest = gap
    return longest / (float(weights.sum()) or 1.0)
