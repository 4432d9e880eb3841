"""How alike an ad and a cluster are, boilerplate discounted.

Two questions, answered on weighted shingles. How much of the ad is found in the cluster's texts, and how much of the
best of those texts in the ad? The smaller share is the score. And are the differences spread over the text, as edits
are, or is there one long passage of its own in each? Then what they share is a passage too, such as the house rules of
a site, and they are two ads.
"""

import struct
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from processors.link.commonness import Commonness, Hashes, Weights

SAMPLE = 128  # values of a signature; a text with more shingles is known by a sample of them
_ALL = 0xFFFFFFFF
_HEAD = struct.Struct("<IIII")  # shingles, values, limit, whether it is an anchor

# Chosen on generated corpora (nine languages, shared boilerplate of all lengths, edits up to 30 %); the floors that
# tests/quality pins are measured on others.
SCORE = 0.33
SHARED = 4.0  # weighted shingles in common, at least: so that tiny ads need more than a common phrase
ANCHORED = 0.2  # of a text that opened the cluster must be in the ad: so that clusters do not drift from copy to copy
GAP, GAP_SHORT = 0.15, 5.0  # longest difference in one piece: a share of the text, and so many shingles in short ones


class Sketch(NamedTuple):
    """An ad's signature, in reading order and ascending; `ascending == values[order]`."""

    values: Hashes
    shingles: int
    ascending: Hashes
    order: NDArray[np.intp]

    @property
    def limit(self) -> int:
        """Up to this value every shingle of the ad is in the signature."""
        return int(self.ascending[-1]) if self.shingles > len(self.values) else _ALL


class Texts(NamedTuple):
    """Signatures of a cluster's texts one after the other, each in reading order."""

    values: Hashes
    starts: list[int]
    limit: int  # the highest of theirs
    shingles: list[int]
    anchors: list[int]  # the places of those that opened the cluster, not joined it

    def place(self, text: int) -> slice:
        """Where a text's values are."""
        return slice(self.starts[text], self.starts[text + 1] if text + 1 < len(self.starts) else None)


class Likeness(NamedTuple):
    """`score` from 0 to 1; `text` is the place of the most alike text."""

    score: float
    text: int


def sketch(values: tuple[int, ...], shingles: int) -> Sketch:
    """A signature made ready for comparing."""
    read = np.array(values, np.uint32)
    order = read.argsort(kind="stable")
    return Sketch(read, shingles, read[order], order)


def pack(ad: Sketch, anchor: bool) -> bytes:
    """One text's signature as bytes; those of a cluster are put one behind the other."""
    return _HEAD.pack(ad.shingles, len(ad.values), ad.limit, anchor) + ad.values.astype("<u4").tobytes()


def unpack(packed: bytes) -> Texts:
    """The signatures of a cluster's texts."""
    parts: list[Hashes] = []
    starts: list[int] = []
    counts: list[int] = []
    anchors: list[int] = []
    limit = place = start = 0
    while place < len(packed):
        shingles, size, highest, anchor = _HEAD.unpack_from(packed, place)
        parts.append(np.frombuffer(packed, "<u4", size, place + _HEAD.size))
        anchors += [len(counts)] if anchor else []
        counts.append(shingles)
        starts.append(start)
        limit = max(limit, highest)
        place += _HEAD.size + 4 * size
        start += size
    return Texts(np.concatenate(parts), starts, limit, counts, anchors)


def compare(ad: Sketch, texts: Texts, common: Commonness) -> Likeness | None:
    """How alike an ad and the texts of a cluster are; None when they are too little so to be one cluster."""
    places = ad.ascending.searchsorted(texts.values)
    np.minimum(places, len(ad.ascending) - 1, out=places)
    found = ad.ascending[places] == texts.values
    text_weights = _within(ad.limit, texts.values, common)
    totals = np.add.reduceat(text_weights, texts.starts)
    shares = np.add.reduceat(text_weights * found, texts.starts) / np.maximum(totals, 1e-9)
    best = int(shares.argmax())
    if shares[best] < SCORE or shares[texts.anchors].max() < ANCHORED:
        return None

    covered = np.zeros(len(ad.values), np.bool_)
    covered[ad.order[places[found]]] = True
    ad_weights = _within(texts.limit, ad.values, common)
    shared = float(ad_weights[covered].sum())
    share = shared / max(float(ad_weights.sum()), 1e-9)
    score = min(share, float(shares[best]))
    if score < SCORE or shared < SHARED:
        return None

    allowed = GAP + GAP_SHORT / min(ad.shingles, texts.shingles[best], SAMPLE)
    text = texts.place(best)
    apart = (
        score < 1.0 - allowed
        and _longest_gap(covered, ad_weights) > allowed
        and _longest_gap(found[text], text_weights[text]) > allowed
    )
    return None if apart else Likeness(score, best)


def _within(limit: int, values: Hashes, common: Commonness) -> Weights:
    """The weights of values, 0 for those that the other text's sample cannot have."""
    weights = common.weights(values)
    return weights if limit == _ALL else weights * (values <= limit)


def _longest_gap(found: NDArray[np.bool_], weights: Weights) -> float:
    """The share of weight in the longest stretch, in reading order, in which nothing was found."""
    missing = np.where(found, 0.0, weights).cumsum()
    marks = np.concatenate(([0.0], missing[found], missing[-1:]))
    return float((marks[1:] - marks[:-1]).max() / max(float(weights.sum()), 1e-9))
