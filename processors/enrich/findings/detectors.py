"""Which indicators an ad shows, by the ways in which the catalogue says they are revealed."""

from collections.abc import Iterator

from processors.catalogue import Catalogue, Indicator
from processors.catalogue.abstain import cannot_tell, reasons
from processors.catalogue.records import AdKind
from processors.enrich.findings.readers import KINDS, NEEDS, READERS, Reader
from processors.enrich.findings.view import Evidence, Slice, View
from schemas.finding import State

Seen = tuple[Indicator, Evidence]


class Detectors:
    """The catalogue's indicators by what reveals them, and by the kind of ad they are looked for in."""

    def __init__(self, catalogue: Catalogue) -> None:
        every = catalogue.indicators.values()
        self._order = {indicator.id: number for number, indicator in enumerate(every)}
        self._by_topic: dict[AdKind, dict[str, list[Indicator]]] = {kind: {} for kind in AdKind}
        for kind in AdKind:
            for indicator in (one for one in every if _fits(one, kind)):
                for topic in indicator.signal.lexicon:
                    self._by_topic[kind].setdefault(topic, []).append(indicator)
        readers = [(one, *_reader(one)) for one in every if one.signal.reader]
        self._readers = {kind: [reader for reader in readers if _fits(reader[0], kind)] for kind in AdKind}
        together = [(one, frozenset(one.signal.together[0])) for one in every if one.signal.together]
        self._together = {kind: [pair for pair in together if _fits(pair[0], kind)] for kind in AdKind}

    def look(self, view: View) -> list[Seen]:
        """Every indicator that the ad shows or denies, in the catalogue's order."""
        seen = {one.id: (one, evidence) for one, evidence in self._by_words(view)}
        for one, evidence in self._by_reading(view):
            before = seen.get(one.id)
            seen[one.id] = (one, _both(before[1], evidence) if before else evidence)
        if view.said:
            shown = {id_: evidence.spans for id_, (_, evidence) in seen.items() if evidence.state is State.PRESENT}
            seen |= {one.id: (one, evidence) for one, evidence in self._by_conjunction(view, shown)}
        return sorted(seen.values(), key=lambda pair: self._order[pair[0].id])

    def _by_words(self, view: View) -> Iterator[Seen]:
        by_topic = self._by_topic[view.kind]
        found = {one.id: one for topic in view.said for one in by_topic.get(topic, ())}
        for indicator in found.values():
            yield indicator, _words(indicator, view)

    def _by_reading(self, view: View) -> Iterator[Seen]:
        has, why = {*view.kinds, *view.said}, reasons(view.reading.facts)
        for indicator, read, needs, name in self._readers[view.kind]:
            if needs and needs.isdisjoint(has):
                continue
            if (evidence := read(view)) and not (_of_silence(evidence) and cannot_tell(indicator, why)):
                yield indicator, evidence._replace(detector=name)

    def _by_conjunction(self, view: View, shown: dict[str, tuple[Slice, ...]]) -> Iterator[Seen]:
        for indicator, beginning in self._together[view.kind]:
            if beginning.isdisjoint(view.said) and beginning.isdisjoint(shown):
                continue
            spans: list[Slice] = []
            for row in indicator.signal.together:
                first = _first(row, view, shown)
                if first is None:
                    break
                spans += first
            else:
                yield indicator, Evidence(State.PRESENT, tuple(spans), "together")


def _reader(indicator: Indicator) -> tuple[Reader, frozenset[str], str]:
    """The indicator's reader, what it needs, and how findings name it."""
    name = indicator.signal.reader or ""
    if name not in READERS:
        raise ValueError(f"{indicator.id}: no reader `{name}`; there are: {', '.join(sorted(READERS))}")
    return READERS[name], NEEDS.get(name, frozenset()), f"{KINDS[name]}:{name}"


def _of_silence(evidence: Evidence) -> bool:
    """Is it concluded from what the ad does not say?"""
    return evidence.state is State.PRESENT and not evidence.spans


def _fits(indicator: Indicator, kind: AdKind) -> bool:
    return not indicator.ads or kind in indicator.ads


def _words(indicator: Indicator, view: View) -> Evidence:
    """What the topics of one indicator say together: both is a contradiction."""
    topics = [topic for topic in indicator.signal.lexicon if topic in view.said]
    present = [span for topic in topics for span in view.present(topic)]
    against = [span for topic in topics for span in view.against(topic)]
    state = State.CONTRADICTED if present and against else State.PRESENT if present else State.ABSENT
    return Evidence(state, tuple(present + against), "lexicon:" + "+".join(topics))


def _both(words: Evidence, read: Evidence) -> Evidence:
    """What the words say and what was read, as one. Of what the words deny, a reading is no sign."""
    if words.state is State.ABSENT and _touch(words.spans, read.spans):
        return words
    state = State.PRESENT if words.state is State.PRESENT else State.CONTRADICTED
    return Evidence(state, words.spans + read.spans, f"{words.detector}, {read.detector}", read.note)


def _touch(some: tuple[Slice, ...], others: tuple[Slice, ...]) -> bool:
    return any(start < other_end and other_start < end for start, end in some for other_start, other_end in others)


def _first(row: tuple[str, ...], view: View, shown: dict[str, tuple[Slice, ...]]) -> tuple[Slice, ...] | None:
    """The first place of the first name in a row that the ad shows; None if it shows none of them."""
    for name in row:
        if name in shown:
            return shown[name][:1]
        if name in view.said and (spans := view.present(name)):
            return spans[:1]
    return None
