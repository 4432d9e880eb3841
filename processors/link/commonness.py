"""How common each shingle is among the clusters: what boilerplate is told by.

One counter a shingle, in a table of fixed size where shingles share counters by chance. The chance part is known (the
mean of all counters and its spread) and taken off, so a phrase that a few hundredths of a per cent of all clusters
share still stands out. All counters are halved every _MEMORY clusters, so old habits of sites fade.
"""

import math
import struct
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Hashes = NDArray[np.uint32]
Counts = NDArray[np.uint16]
Weights = NDArray[np.float64]

SELECTIVE = 12  # postings an ad is looked for by
_COUNTERS = 1 << 17  # 256 KB of state, whatever the number of ads
_PLACE = np.uint32(_COUNTERS - 1)
_MEMORY = 60_000  # no counter can be higher, so 16 bits are enough
_COMMON = 16  # more clusters than this beyond chance, and a shingle is no way to find candidates
_HALF_AT = 2.0  # a shingle in so many clusters beyond chance counts half
_TAIL = struct.Struct("<II")  # clusters, sum of the counters


class Commonness:
    """Counts of clusters by shingle."""

    def __init__(self, packed: bytes | None) -> None:
        packed = packed or bytes(2 * _COUNTERS + _TAIL.size)
        self._counts = np.frombuffer(packed, "<u2", _COUNTERS).astype(np.uint16)
        self._clusters, self._sum = _TAIL.unpack_from(packed, 2 * _COUNTERS)
        self._chance = -1
        self._weights = np.empty(0)
        self._look()
        self.changed = False

    def counts(self, shingles: Hashes) -> Counts:
        """How often each was counted, chance included."""
        return self._counts.take(shingles & _PLACE)

    def weights(self, shingles: Hashes) -> Weights:
        """From 1 for a shingle that hardly any cluster has towards 0 for one that very many have."""
        return self._weights.take(self.counts(shingles))

    def weighed(self, counts: Counts) -> Weights:
        """The same of shingles with these counts."""
        return self._weights.take(counts)

    def selective(self, shingles: Hashes, counts: Counts) -> Hashes:
        """Up to SELECTIVE of these ascending shingles by which to look for an ad's cluster.

        The smallest that are not common, so that copies choose the same ones; where those do not suffice, the least
        common of the others.
        """
        rare = (counts <= self._chance + _COMMON).nonzero()[0]
        if rare.size >= SELECTIVE:
            return shingles[rare[:SELECTIVE]]
        counts = counts.copy()
        counts[rare] = 0
        return shingles[counts.argsort(kind="stable")[:SELECTIVE]]

    def count(self, shingles: Hashes) -> None:
        """Take note of a new cluster with these shingles."""
        places = shingles & _PLACE
        self._counts[places] += np.uint16(1)
        self._sum += places.size
        self._clusters += 1
        self.changed = True
        if self._clusters >= _MEMORY:
            self._counts >>= np.uint16(1)
            self._clusters, self._sum = self._clusters // 2, self._sum // 2
        self._look()

    def packed(self) -> bytes:
        """The counters as bytes."""
        return self._counts.astype("<u2").tobytes() + _TAIL.pack(self._clusters, self._sum)

    def _look(self) -> None:
        """Work out anew what is chance, and the weight of each count, when that has changed."""
        mean = self._sum / _COUNTERS
        chance = math.ceil(mean + 3.0 * math.sqrt(mean))
        if chance != self._chance:
            self._chance, self._weights = chance, _weights(chance)


@lru_cache(maxsize=4)
def _weights(chance: int) -> Weights:
    """The weight of each count; half a megabyte, the same for batch after batch."""
    beyond = np.arange(_MEMORY + 1) - chance - 1.0  # one cluster has it anyway
    weights: Weights = _HALF_AT / (_HALF_AT + np.maximum(beyond, 0.0))
    return weights
