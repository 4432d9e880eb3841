"""Alert rules over a list of scored ads, without a server: the very code of the stage, over a state in memory."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from adwatch.chain import batches
from processors.settings import ProcessorSettings
from processors.stage import Emit
from processors.state import MemoryTransaction
from schemas.ad import ScoredAd
from schemas.alert import Alert


def alerts_of(ads: Sequence[ScoredAd], rules: Path, settings: ProcessorSettings) -> Iterator[Alert]:
    """The alerts that these rules raise on these ads, which must be in event time. Raises on a wrong rule file."""
    from processors.alert import load_assistance, load_rules, process

    run, state = process(load_rules(rules), load_assistance(settings.catalogue / "assistance")), MemoryTransaction()
    for batch in batches(ads):
        for outcome in run(batch, state):
            if isinstance(outcome, Emit):
                yield from (record for _, record in outcome.outputs if isinstance(record, Alert))
