"""Everything that is mentioned in a passage, from the claims of all detectors to the mentions that are kept."""

from collections.abc import Iterable

from processors.enrich.mentions import DETECTORS, Detect, find
from processors.enrich.overlaps import without_overlaps
from processors.enrich.passage import Found, Passage
from processors.enrich.repeats import repeats
from processors.enrich.routes import routes


def gather(passage: Passage, detectors: Iterable[Detect] = tuple(DETECTORS.values())) -> list[Found]:
    """The mentions of a passage, in order, without overlaps; the order of `detectors` does not matter."""
    found = without_overlaps(find(passage, detectors))
    if again := list(repeats(passage, found)):
        found = without_overlaps([*found, *again])
    if ways := list(routes(passage, found)):
        found = without_overlaps([*found, *ways])
    return found
