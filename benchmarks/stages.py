"""The stages after reading, one after the other over real states, and what each spends: without a server."""

import shutil
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Self

from adwatch import chain
from processors import alert, link
from processors.index.convert import to_document
from processors.settings import ProcessorSettings
from processors.stage import Emit, Outcome, StatefulProcess
from processors.state import Store
from schemas.ad import EnrichedAd, LinkedAd, ScoredAd
from schemas.codec import encode

BYTES = 512  # of a block as the file system counts them
WITH_STATE = ("link", "alert")


class Stages:
    """Linking, scoring, documents and alerting, with their states in `folder`. To be closed; a context manager.

    `spent` holds the seconds of processor time of each stage and `told` the ads that linking put out, since `begin`.
    """

    def __init__(self, folder: Path, loaded: ProcessorSettings, now: Callable[[], float]) -> None:
        self._folder = folder
        self._link, self._alert, self._score = link.build(loaded, now=now), alert.build(loaded), chain.score(loaded)
        self._open = ExitStack()
        self._stores = {stage: self._open.enter_context(Store(folder / stage)) for stage in WITH_STATE}
        self.begin()

    def begin(self) -> None:
        """Count from here on."""
        self.spent = dict.fromkeys(("link", "score", "document", "alert"), 0.0)
        self.told = 0

    def take(self, ads: Sequence[EnrichedAd]) -> None:
        """One batch through all of them."""
        linked = self._timed("link", self._linked, ads)
        scored = self._timed("score", lambda: [self._score(ad) for ad in linked])
        self._timed("document", lambda: [encode(to_document(ad)) for ad in scored])
        self._timed("alert", self._with_state, self._alert, scored, "alert")
        self.told += len(linked)

    def bytes_on_disk(self) -> dict[str, int]:
        """What each state takes."""
        return {stage: (self._folder / stage / "data.mdb").stat().st_blocks * BYTES for stage in WITH_STATE}

    def close(self) -> None:
        """Nothing more is taken."""
        self._open.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _timed(self, stage: str, work: Callable[..., Any], *given: Any) -> Any:
        started = time.process_time()
        result = work(*given)
        self.spent[stage] += time.process_time() - started
        return result

    def _linked(self, ads: Sequence[EnrichedAd]) -> list[LinkedAd]:
        """The stage has its moment after each batch, as with few ads it would."""
        outcomes = [*self._with_state(self._link, ads, "link"), *self._with_state(self._link, (), "link")]
        return [
            record
            for one in outcomes
            if isinstance(one, Emit)
            for _, record in one.outputs
            if isinstance(record, LinkedAd)
        ]

    def _with_state(
        self, process: StatefulProcess, records: Sequence[EnrichedAd | ScoredAd], stage: str
    ) -> Sequence[Outcome]:
        with self._stores[stage].begin() as transaction:
            outcomes = process(records, transaction)
            transaction.commit({})
        return outcomes


def copied(folder: Path, to: Path) -> Path:
    """The states in `folder`, which must be closed, once more."""
    for stage in WITH_STATE:
        (to / stage).mkdir(parents=True)
        shutil.copyfile(folder / stage / "data.mdb", to / stage / "data.mdb")
    return to
