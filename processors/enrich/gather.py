"""Everything that is mentioned in a passage, from the claims of all detectors to the mentions that are kept."""

from collections.abc import Sequence

from processors.enrich.mentions import DETECTORS, Detect
from processors.enrich.overlaps import without_overlaps
from processors.enrich.passage import Found, Passage
from processors.enrich.repeats import repeats
from processors.enrich.routes import routes


def gather(passage: Passage, detectors: Sequence[Detect] = tuple(DETECTORS.values())) -> list[Found]:
    """The mentions of a passage, in order, without overlaps; the order of `detectors` does not matter."""
    return gather_all((passage,), detectors)[0]


def gather_all(
    passages: Sequence[Passage], detectors: Sequence[Detect] = tuple(DETECTORS.values())
) -> list[list[Found]]:
    """The same for several passages: each detector reads all of them before the next begins."""
    claims: list[list[Found]] = [[] for _ in passages]
    for detect in detectors:
        for passage, claimed in zip(passages, claims, strict=True):
            claimed += detect(passage)
    return [_kept(*each) for each in zip(passages, claims, strict=True)]


def _kept(passage: Passage, claims: list[Found]) -> list[Found]:
    found = without_overlaps(claims)
    if again := list(repeats(passage, found)):
        found = without_overlaps([*found, *again])
    if ways := list(routes(passage, found)):
        found = without_overlaps([*found, *ways])
    return found
