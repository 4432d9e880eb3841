"""Findings: which published indicators an ad shows, denies, or both, each with the words it rests on.

The order of things: the word lists of the ad's language are matched in one pass; the words around each term decide
what it means; the topics say what kind of ad it is; the indicators of that kind are looked up; readers look at
mentions and fields; last come the indicators that are several signs together.
"""

from collections.abc import Callable, Iterable, Sequence

from processors.catalogue import Catalogue
from processors.enrich.findings.detectors import Detectors, Seen
from processors.enrich.findings.evidence import finding
from processors.enrich.findings.view import View
from processors.enrich.findings.words import Words
from processors.enrich.reading import Reading
from schemas.finding import Finding

Detect = Callable[[Sequence[Reading]], list[tuple[Finding, ...]]]


def build_detector(catalogue: Catalogue) -> Detect:
    """The function that finds indicators in read ads, those of each ad. Raises ValueError when the catalogue names an
    unknown reader.

    An ad's findings come in the order of the catalogue's indicators. Those of the children's lane are among them: the
    caller takes the ad out of the flow when there is one.
    """
    words = Words(catalogue)
    detectors = Detectors(catalogue)

    def detect(readings: Sequence[Reading]) -> list[tuple[Finding, ...]]:
        return [_findings(view, detectors.look(view)) for view in words.views(readings)]

    return detect


def _findings(view: View, seen: Iterable[Seen]) -> tuple[Finding, ...]:
    return tuple([finding(indicator, evidence, view.reading) for indicator, evidence in seen])
