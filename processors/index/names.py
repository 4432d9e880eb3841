"""What the indices are called. Commands read and stages write through aliases, so that a new version can move in."""

from typing import NamedTuple

from processors.index.document import AdDocument, AlertDocument, CrawlDocument
from schemas.sealed import SealedAd


class Index(NamedTuple):
    """One kind of document and the version of its index; a change that is not additive raises the version."""

    kind: str
    version: int
    document: type

    def name(self, prefix: str) -> str:
        """The index itself."""
        return f"{prefix}-{self.kind}-v{self.version}"

    def read(self, prefix: str) -> str:
        """The alias that searches use."""
        return f"{prefix}-{self.kind}"

    def write(self, prefix: str) -> str:
        """The alias that stages write to."""
        return f"{prefix}-{self.kind}-write"


ADS = Index("ads", 1, AdDocument)
ALERTS = Index("alerts", 1, AlertDocument)
CRAWLS = Index("crawls", 1, CrawlDocument)
VAULT = Index("vault", 1, SealedAd)  # its readers are few: give it credentials of its own
INDICES = (ADS, ALERTS, CRAWLS, VAULT)
