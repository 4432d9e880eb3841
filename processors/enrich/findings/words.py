"""From a read ad to what its words say."""

from collections.abc import Iterable, Sequence

from processors.catalogue import Catalogue
from processors.catalogue.records import AdKind
from processors.enrich.findings.anchors import Line
from processors.enrich.findings.compiled import Compiled, Pattern, compile_lexicon
from processors.enrich.findings.entities import Entities, Kinds, by_kind
from processors.enrich.findings.guards import Judge, Said
from processors.enrich.findings.hits import Hit, find
from processors.enrich.findings.kind import kind_of
from processors.enrich.findings.view import View
from processors.enrich.reading import Reading


class Words:
    """The word lists of all languages. Those of a language are compiled, in 0.2 s, with its first ad: most
    processes that start, and most changes to a list, meet one or two."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._lexicons = catalogue.lexicons
        self._compiled: dict[str, Compiled] = {}
        self._benchmarks = catalogue.benchmarks
        jobs = [one for one in catalogue.indicators.values() if one.ads == (AdKind.JOB,)]
        self._of_work = frozenset(topic for one in jobs for topic in one.signal.lexicon)

    def views(self, readings: Sequence[Reading]) -> list[View]:
        """Each ad with what it says about each topic; nothing in a language without word lists. The ads of a language
        are looked through together."""
        kinds = [by_kind(reading.mentions) for reading in readings]
        said: list[dict[str, Said]] = [{} for _ in readings]
        for language, numbers in self._by_language(readings).items():
            compiled = self._in(language)
            lines = compiled.anchors.find(
                [compiled.vocabulary.line(readings[number].tokens.pieces) for number in numbers]
            )
            for number, line in zip(numbers, lines, strict=True):
                said[number] = _said(compiled, line, Entities(readings[number], kinds[number]))
        return list(map(self._view, readings, kinds, said))

    def view(self, reading: Reading) -> View:
        """The same for one ad."""
        return self.views((reading,))[0]

    def _view(self, reading: Reading, kinds: Kinds, said: dict[str, Said]) -> View:
        kind = kind_of(reading.ad.source_family, said, self._of_work)
        return View(reading, kinds, said, kind, self._benchmarks)

    def _by_language(self, readings: Iterable[Reading]) -> dict[str, list[int]]:
        """The numbers of the readings by language, of those that have word lists."""
        numbers: dict[str, list[int]] = {}
        for number, reading in enumerate(readings):
            if (language := reading.facts.language or "") in self._lexicons:
                numbers.setdefault(language, []).append(number)
        return numbers

    def _in(self, language: str) -> Compiled:
        if language not in self._compiled:
            self._compiled[language] = compile_lexicon(self._lexicons[language])
        return self._compiled[language]


def _said(compiled: Compiled, line: Line[Pattern | str], entities: Entities) -> dict[str, Said]:
    text, hits = find(compiled, line, entities)
    if not hits:
        return {}
    judge = Judge(text, hits)
    by_topic: dict[str, list[Hit]] = {}
    for hit in hits:
        by_topic.setdefault(hit.topic, []).append(hit)
    judged = ((topic, judge.judge(them)) for topic, them in by_topic.items())
    return {topic: said for topic, said in judged if said}
