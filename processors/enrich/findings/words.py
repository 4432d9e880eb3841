"""From a read ad to what its words say."""

from processors.catalogue import Catalogue
from processors.enrich.findings.compiled import Compiled, Places, compile_lexicon
from processors.enrich.findings.guards import Said, ends_of, judge, marks_of
from processors.enrich.findings.hits import Hit, find
from processors.enrich.findings.kind import kind_of
from processors.enrich.findings.view import View
from processors.enrich.reading import Reading


class Words:
    """The word lists of all languages, ready to run."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._compiled = {language: compile_lexicon(one) for language, one in catalogue.lexicons.items()}

    def view(self, reading: Reading) -> View:
        """The ad with what it says about each topic; nothing in a language without word lists."""
        compiled = self._compiled.get(reading.facts.language or "")
        said = _said(compiled, reading) if compiled else {}
        return View(reading, said, kind_of(reading.ad.source_family, said))


def _said(compiled: Compiled, reading: Reading) -> dict[str, Said]:
    places = compiled.places(reading.doc)
    _add_entities(compiled, reading, places)
    ends = ends_of(compiled, places)
    hits = list(find(compiled, places, ends))
    marks = marks_of(compiled, places, ends, hits)
    by_topic: dict[str, list[Hit]] = {}
    for hit in hits:
        by_topic.setdefault(hit.topic, []).append(hit)
    judged = ((topic, judge(them, marks)) for topic, them in by_topic.items())
    return {topic: said for topic, said in judged if said}


def _add_entities(compiled: Compiled, reading: Reading, places: dict[int, Places]) -> None:
    """Prices, ages and the like as places, for terms that ask for one."""
    locate = reading.normal.locate
    for mention in reading.mentions:
        number = compiled.entities.get(mention.kind.value)
        if number is not None:
            span = reading.doc.char_span(locate(mention.start), locate(mention.end), alignment_mode="expand")
            if span is not None:
                places.setdefault(number, []).append((span.start, span.end))
