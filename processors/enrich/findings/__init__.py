"""Findings: which published indicators an ad shows, denies, or both, each with the words it rests on.

The order of things: the word lists of the ad's language are matched in one pass; the words around each term decide
what it means; the topics say what kind of ad it is; the indicators of that kind are looked up; readers look at
mentions and fields; last come the indicators that are several signs together.
"""

from collections.abc import Callable

from processors.catalogue import Catalogue
from processors.enrich.findings.detectors import Detectors
from processors.enrich.findings.evidence import finding
from processors.enrich.findings.words import Words
from processors.enrich.reading import Reading
from schemas.finding import Finding

Detect = Callable[[Reading], tuple[Finding, ...]]


def build_detector(catalogue: Catalogue) -> Detect:
    """The function that finds indicators in a read ad. Raises ValueError when the catalogue names an unknown reader.

    Findings come in the order of the catalogue's indicators. Those of the children's lane are among them: the caller
    takes the ad out of the flow when there is one.
    """
    words = Words(catalogue)
    detectors = Detectors(catalogue)

    def detect(reading: Reading) -> tuple[Finding, ...]:
        view = words.view(reading)
        return tuple(finding(indicator, seen, reading) for indicator, seen in detectors.look(view))

    return detect
