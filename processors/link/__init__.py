"""The link stage: near-duplicate clusters, actors over shared contacts, the history of each ad, and what these show.

    an enriched ad -> its cluster (near.py, similarity.py, clusters.py) -> its actor (actors.py, hubs.py)
        -> findings of both (signs.py) -> the linked ad (telling.py); older ads come in line (due.py)
    a moment without ads -> those in line whose turn it is are told again (refresh.py)

Its state is a set of typed tables in the stage's transaction (tables.py, records.py). Nothing clear passes: text is
masked, contacts are tokens.
"""

import time
from collections.abc import Callable, Sequence

from processors.link.answers import Answer, said
from processors.link.decisions import Decisions
from processors.link.forget import follow_orders, forget_unseen
from processors.link.intake import Keyed
from processors.link.linking import Helps, link
from processors.link.refresh import BUDGET, budget_beside, some_due
from processors.link.rekey import refuse_other_keys
from processors.link.ruling import follow
from processors.link.services import service_contacts
from processors.link.sightings import sighted, vanished
from processors.link.surges import load_calendar
from processors.link.tables import State
from processors.link.turns import turns_at
from processors.link.versions import bring_up_to_date
from processors.settings import ProcessorSettings
from processors.stage import Outcome, StatefulProcess
from processors.state import Transaction
from schemas.ad import EnrichedAd
from schemas.sighting import AdSighting, AdVanished
from schemas.tokens import TokenKeys

DAY_S = 24 * 3600
Given = EnrichedAd | AdSighting | AdVanished


def build(settings: ProcessorSettings, now: Callable[[], float] = time.time) -> StatefulProcess:
    """The stage's process over ads and what crawls say of known ones: each answer holds the linked ad, if it changed,
    and merges. Older ads that changed come in line.

    An empty batch gives it time to forget what it is told to, to follow analysts' decisions and to tell again those in
    line whose turn it is; with a second empty batch, so when nothing comes in, it is everybody's turn. The same ads in
    the same order give the same last word on each ad, however they are cut into batches; only the revision differs,
    which counts how often the ad was told. If it raises, nothing of the batch may be committed.
    """
    key = settings.secrets.token_key
    keys = TokenKeys.parse(key.get_secret_value()) if key else TokenKeys((b"",))
    helps = Helps(Keyed(keys), load_calendar(settings.catalogue))
    services = service_contacts(settings.catalogue, keys)
    decisions = Decisions(settings.home)

    retell_s, came = settings.link.retell_s, 0  # records since the last empty batch

    def process(records: Sequence[Given], tx: Transaction) -> Sequence[Outcome]:
        nonlocal came
        refuse_other_keys(tx, keys)
        bring_up_to_date(tx)
        if records:
            came, state = came + len(records), State(tx, services, turns_at(now(), retell_s))
            outcomes = said([_answer(record, state, helps) for record in records], state)
        else:
            state = State(tx, services)
            follow_orders(settings.home, state)
            forget_unseen(int(1000 * (now() - settings.link.keep_days * DAY_S)), state)
            turn, budget = (int(1000 * now()), budget_beside(came)) if came else (None, BUDGET)
            came = 0
            outcomes = [follow(decisions.in_force(), keys, state), some_due(turn, state, budget)]
        state.flush()
        return outcomes

    return process


def _answer(record: Given, state: State, helps: Helps) -> Answer:
    if isinstance(record, AdSighting):
        return sighted(record, state)
    if isinstance(record, AdVanished):
        return vanished(record, state)
    return link(record, state, helps)
