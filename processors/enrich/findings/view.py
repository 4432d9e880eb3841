"""One ad as the detectors see it: what was read, what it says about each topic, what kind of ad it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from processors.catalogue.benchmarks import Benchmarks
from processors.catalogue.records import AdKind
from processors.enrich.findings.entities import Kinds
from processors.enrich.findings.guards import Said
from processors.enrich.reading import Reading
from schemas.finding import State
from schemas.mention import Mention, MentionKind

Slice = tuple[int, int]  # code points of `RawAd.text`


class Evidence(NamedTuple):
    """What one indicator's detector saw."""

    state: State
    spans: tuple[Slice, ...] = ()
    detector: str = ""
    note: str = ""


@dataclass(slots=True)
class View:
    """An ad and what its words say."""

    reading: Reading
    kinds: Kinds
    said: dict[str, Said]
    kind: AdKind
    benchmarks: Benchmarks

    def of(self, kind: MentionKind) -> Sequence[Mention]:
        """The mentions of one kind."""
        return self.kinds.get(kind, ())

    def present(self, topic: str) -> tuple[Slice, ...]:
        """Where the ad says something about a topic, the opposite and other people's doings left out."""
        said = self.said.get(topic)
        return tuple([self.slice(hit.start, hit.end) for hit in said.present]) if said else ()

    def against(self, topic: str) -> tuple[Slice, ...]:
        """Where the ad says the opposite."""
        said = self.said.get(topic)
        return tuple([self.slice(hit.start, hit.end) for hit in said.against]) if said else ()

    def slice(self, start: int, end: int) -> Slice:
        """Tokens `start` to `end` as a slice of the original text."""
        return self.reading.normal.span(*self.reading.tokens.slice(start, end))
