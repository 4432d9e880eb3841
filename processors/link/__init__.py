"""The link stage: near-duplicate clusters, actors over shared contacts, the history of each ad, and what these show.

    an enriched ad -> its cluster (near.py, similarity.py, clusters.py) -> its actor (actors.py, hubs.py)
        -> findings of both (signs.py) -> the linked ad, and older ads told again (telling.py)

Its state is a set of typed tables in the stage's transaction (tables.py, records.py). Nothing clear passes: text is
masked, contacts are tokens.
"""

from collections.abc import Sequence

from processors.link.intake import names_with
from processors.link.linking import link
from processors.link.tables import State
from processors.link.telling import last_words
from processors.settings import ProcessorSettings
from processors.stage import Outcome, StatefulProcess
from processors.state import Transaction
from schemas.ad import EnrichedAd


def build(settings: ProcessorSettings) -> StatefulProcess:
    """The stage's process over EnrichedAd: each answer holds the linked ad, older ads that changed, and merges.

    Deterministic: the same ads in the same order give the same state and the same last word on each ad, however they
    are cut into batches. If it raises, nothing of the batch may be committed.
    """
    key = settings.secrets.token_key
    names = names_with(key.get_secret_value().encode() if key else b"")

    def process(ads: Sequence[EnrichedAd], tx: Transaction) -> Sequence[Outcome]:
        state = State(tx)
        outcomes = [link(ad, state, names) for ad in ads]
        state.flush()
        return last_words(outcomes)

    return process
