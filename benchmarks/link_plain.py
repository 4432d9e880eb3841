"""Libraries for near-duplicates used plainly, as their manuals show: signature, bands, union of all pairs above 0.4."""

import importlib.util
from collections.abc import Callable, Sequence
from itertools import pairwise

_PERMUTATIONS, _BANDS, _ALIKE = 126, 42, 0.4

Clusters = list[int]  # for each text, the number of its cluster


def plain() -> dict[str, Callable[[Sequence[str]], Clusters]]:
    """The libraries that are there, by name. They need the extra `bench`."""
    known: dict[str, Callable[[Sequence[str]], Clusters]] = {"rensa": _rensa, "datasketch": _datasketch}
    return {name: group for name, group in known.items() if importlib.util.find_spec(name)}


def _rensa(texts: Sequence[str]) -> Clusters:
    from rensa import RMinHash, RMinHashLSH

    index = RMinHashLSH(_ALIKE, _PERMUTATIONS, _BANDS)
    sketches = []
    for number, text in enumerate(texts):
        sketch = RMinHash(_PERMUTATIONS, 42)
        sketch.update(_pairs(text))
        index.insert(number, sketch)
        sketches.append(sketch)
    return _joined(
        [[other for other in index.query(one) if one.jaccard(sketches[other]) >= _ALIKE] for one in sketches]
    )


def _datasketch(texts: Sequence[str]) -> Clusters:
    from datasketch import MinHash, MinHashLSH

    index = MinHashLSH(num_perm=_PERMUTATIONS, params=(_BANDS, _PERMUTATIONS // _BANDS))
    sketches = []
    for number, text in enumerate(texts):
        sketch = MinHash(_PERMUTATIONS)
        sketch.update_batch([pair.encode() for pair in _pairs(text)])
        index.insert(number, sketch)
        sketches.append(sketch)
    return _joined(
        [[other for other in index.query(one) if one.jaccard(sketches[other]) >= _ALIKE] for one in sketches]
    )


def _pairs(text: str) -> list[str]:
    """Pairs of neighbouring words, digits left out; of letters, where no spaces stand between words."""
    bare = "".join(letter for letter in text.lower() if not letter.isdigit())
    words = bare.split()
    if len(words) * 20 < len(bare):
        words = list(bare)
    return sorted({f"{one} {other}" for one, other in pairwise(words)})


def _joined(alike: Sequence[Sequence[int]]) -> Clusters:
    above = list(range(len(alike)))

    def root(number: int) -> int:
        while above[number] != number:
            above[number] = above[above[number]]
            number = above[number]
        return number

    for number, others in enumerate(alike):
        for other in others:
            above[root(number)] = root(other)
    return [root(number) for number in range(len(alike))]
