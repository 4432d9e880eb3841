"""The near-duplicate signature: a bottom-k MinHash sketch of a text's word pairs.

The k smallest hashes of the set of pairs (A. Broder, "On the resemblance and containment of documents", 1997). Up to k
pairs the sketch is the whole set, so that the link stage compares exactly; above, it is a sample of the pairs on which
any two texts agree. Unlike k permutations it costs one sort, and every value stands for one pair, whose commonness can
be counted: that is what boilerplate is discounted by.
"""

import numpy as np
from numpy.typing import NDArray

from processors.enrich.shingles import Hashes, shingles

SIZE = 128  # values kept


def signature(text: str) -> tuple[tuple[int, ...], int]:
    """(values, number of distinct word pairs) of a text after normalising.

    At most SIZE values of 32 bits, in the order in which the text has them: the link stage tells boilerplate (one long
    common passage) from an edited copy (common everywhere) by that order. Empty for fewer than two words.
    """
    hashes = shingles(text)
    if not hashes.size:
        return (), 0
    ascending = hashes.argsort(kind="stable")
    ordered = hashes[ascending]
    distinct = ascending[_changes(ordered)]
    kept = distinct[:SIZE]
    kept.sort()
    return tuple(hashes[kept].tolist()), distinct.size


def _changes(ordered: Hashes) -> NDArray[np.bool_]:
    """Marks the first of each run of equal values."""
    first = np.empty(ordered.size, np.bool_)
    first[0] = True
    np.not_equal(ordered[1:], ordered[:-1], out=first[1:])
    return first
