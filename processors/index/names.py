"""What the indices are called. Commands read and stages write through aliases, so that a new version can move in."""

from typing import NamedTuple

from processors.index.document import AdDocument, AlertDocument, CrawlDocument, SightingDocument
from processors.index.group_document import ActorDocument, ClusterDocument
from schemas.sealed import SealedAd


class Index(NamedTuple):
    """One kind of document. Its indices are numbered: a change that is not additive makes the next one."""

    kind: str
    version: int  # of the first index
    document: type
    stream: bool = False  # facts that are only ever added: a data stream, where the server has them
    seldom: bool = False  # searched by our commands alone, which ask the server to show what it has first

    def name(self, prefix: str, version: int | None = None) -> str:
        """The index itself."""
        return f"{prefix}-{self.kind}-v{version or self.version}"

    def number(self, prefix: str, name: str) -> int:
        """The number of an index of this kind; 0 when it is none."""
        number = name.removeprefix(f"{prefix}-{self.kind}-v")
        return int(number) if number != name and number.isdecimal() else 0

    def read(self, prefix: str) -> str:
        """The alias that searches use, or the data stream."""
        return f"{prefix}-{self.kind}"

    def write(self, prefix: str) -> str:
        """The alias that stages write to, or the data stream."""
        return self.read(prefix) if self.stream else f"{prefix}-{self.kind}-write"


ADS = Index("ads", 1, AdDocument)
CLUSTERS = Index("clusters", 1, ClusterDocument)
ACTORS = Index("actors", 1, ActorDocument)
ALERTS = Index("alerts", 1, AlertDocument)
CRAWLS = Index("crawls", 1, CrawlDocument, stream=True)
SIGHTINGS = Index("sightings", 1, SightingDocument, stream=True)
VAULT = Index("vault", 1, SealedAd, seldom=True)  # its readers are few: give it credentials of its own
INDICES = (ADS, CLUSTERS, ACTORS, ALERTS, CRAWLS, SIGHTINGS, VAULT)
