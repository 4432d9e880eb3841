"""The near-duplicate signature: a bottom-k MinHash sketch of a text's word pairs.

The k smallest hashes of the set of pairs (A. Broder, "On the resemblance and containment of documents", 1997). Up to k
pairs the sketch is the whole set, so that the link stage compares exactly; above, it is a sample of the pairs on which
any two texts agree. Unlike k permutations it costs one sort, and every value stands for one pair, whose commonness can
be counted: that is what boilerplate is discounted by.
"""

from collections.abc import Iterable, Iterator
from itertools import accumulate, pairwise

import numpy as np

from processors.enrich.shingles import PLACES, Hashes, Owners, shingles

SIZE = 128  # values kept

Signature = tuple[tuple[int, ...], int]


def signatures(texts: Iterable[str]) -> Iterator[Signature]:
    """(values, number of distinct word pairs) of each text after normalising.

    At most SIZE values of 32 bits, in the order in which the text has them: the link stage tells boilerplate (one long
    common passage) from an edited copy (common everywhere) by that order. Empty for fewer than two words.
    """
    for group in _groups(texts):
        yield from _sketches(*shingles(group), len(group))


def signature(text: str) -> Signature:
    """The signature of one text."""
    return next(signatures((text,)))


def _groups(texts: Iterable[str]) -> Iterator[list[str]]:
    """The texts in order, as many at a time as can be cut at once."""
    group: list[str] = []
    left = PLACES
    for text in texts:
        needed = min(len(text) + 1, PLACES)
        if needed > left:
            yield group
            group, left = [], PLACES
        group.append(text)
        left -= needed
    if group:
        yield group


def _sketches(hashes: Hashes, owners: Owners, count: int) -> Iterator[Signature]:
    """The signature of each of `count` texts, from the pairs of all."""
    keys = owners.astype(np.uint64) << np.uint64(32) | hashes
    ascending = keys.argsort(kind="stable")
    ordered = keys[ascending]
    distinct = ascending[np.append(np.ones(min(1, ordered.size), np.bool_), ordered[1:] != ordered[:-1])]
    sizes = np.bincount(owners[distinct], minlength=count)
    rank = np.arange(distinct.size) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    kept = np.sort(distinct[rank < SIZE])
    values = hashes[kept].tolist()
    bounds = accumulate(np.minimum(sizes, SIZE).tolist(), initial=0)
    for (start, end), size in zip(pairwise(bounds), sizes.tolist(), strict=True):
        yield tuple(values[start:end]), size
