"""From a read ad to what its words say."""

from processors.catalogue import Catalogue
from processors.catalogue.records import AdKind
from processors.enrich.findings.compiled import Compiled, compile_lexicon
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

    def view(self, reading: Reading) -> View:
        """The ad with what it says about each topic; nothing in a language without word lists."""
        language = reading.facts.language or ""
        kinds = by_kind(reading.mentions)
        said = _said(self._in(language), reading, kinds) if language in self._lexicons else {}
        kind = kind_of(reading.ad.source_family, said, self._of_work)
        return View(reading, kinds, said, kind, self._benchmarks)

    def _in(self, language: str) -> Compiled:
        if language not in self._compiled:
            self._compiled[language] = compile_lexicon(self._lexicons[language])
        return self._compiled[language]


def _said(compiled: Compiled, reading: Reading, kinds: Kinds) -> dict[str, Said]:
    text, hits = find(compiled, reading.tokens, Entities(reading, kinds))
    if not hits:
        return {}
    judge = Judge(text, hits)
    by_topic: dict[str, list[Hit]] = {}
    for hit in hits:
        by_topic.setdefault(hit.topic, []).append(hit)
    judged = ((topic, judge.judge(them)) for topic, them in by_topic.items())
    return {topic: said for topic, said in judged if said}
