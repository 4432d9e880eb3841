"""The stages as plain functions of lists: the whole chain without a server, for filters, tests and the demo's check."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from processors.settings import ProcessorSettings, SecretSettings
from processors.stage import Emit, Outcome, Process, Reject
from processors.state import MemoryTransaction
from schemas.ad import EnrichedAd, LinkedAd, RawAd, ScoredAd
from schemas.events import ChildSafetyHit

BATCH = 256  # ads a call: enough for the stages' own batching, small enough to stay a stream


def batches(items: Iterable[Any]) -> Iterator[list[Any]]:
    """The items in lists of at most BATCH."""
    iterator = iter(items)
    while batch := list(islice(iterator, BATCH)):
        yield batch


def with_keys(settings: ProcessorSettings) -> ProcessorSettings:
    """The same settings; where keys are missing, random ones that last as long as this process.

    Tokens made with them are equal for equal contacts, which is all that linking needs, and mean nothing elsewhere.
    """
    if settings.secrets.token_key and settings.secrets.url_key:
        return settings
    import secrets

    from cryptography.fernet import Fernet

    keys = SecretSettings.model_validate(
        {
            "token_key": settings.secrets.token_key or secrets.token_hex(32),
            "url_key": settings.secrets.url_key or Fernet.generate_key().decode(),
        }
    )
    return settings.model_copy(update={"secrets": keys})


def enrich(settings: ProcessorSettings) -> Callable[[Sequence[RawAd]], list[EnrichedAd | ChildSafetyHit | Reject]]:
    """A function from raw ads to what became of each, in order."""
    from processors.enrich import build

    process: Process = build(with_keys(settings))
    return lambda ads: [_first(outcome) for outcome in process(ads)]


def _first(outcome: Outcome) -> Any:
    """The one record a stateless stage answers with, or the rejection."""
    return outcome.outputs[0][1] if isinstance(outcome, Emit) else outcome


@dataclass
class Linker:
    """The link stage over a state in memory. `latest` holds each ad as it was last told: merges tell ads again."""

    settings: ProcessorSettings
    state: MemoryTransaction = field(default_factory=MemoryTransaction)
    latest: dict[str, LinkedAd] = field(default_factory=dict)

    def __post_init__(self) -> None:
        from processors.link import build

        self._process = build(self.settings, now=lambda: 0.0)  # nothing is so old that it is forgotten

    def add_all(self, ads: Iterable[EnrichedAd]) -> None:
        """Link these ads in the order of observation, so that the order in which they are given makes no difference."""
        from processors.link.refresh import anything_due

        for batch in batches(sorted(ads, key=lambda ad: (ad.observed_at, ad.ad_id))):
            self.add(batch)
        while anything_due(self.state):
            self.add(())

    def add(self, ads: Sequence[EnrichedAd]) -> None:
        """Link these ads; without any, tell again some of those whose cluster or actor has become another. Memory grows
        with the number of ads: about 5 KB each."""
        for outcome in self._process(ads, self.state):
            if isinstance(outcome, Emit):
                self.latest.update({r.ad_id: r for _, r in outcome.outputs if isinstance(r, LinkedAd)})


def score(settings: ProcessorSettings) -> Callable[[LinkedAd], ScoredAd]:
    """The score stage's function."""
    from processors.score import build

    return build(settings)
