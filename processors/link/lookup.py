"""Looking things up in the link stage's state: for filters, tests and people who ask why."""

from itertools import islice

from processors.link.actors import actor_of as actor_of_contacts
from processors.link.graph import ads_of
from processors.link.records import Kept
from processors.link.tables import State, number_key, number_newest_first
from processors.state import Transaction
from schemas.ad import LinkedAd

MAX_MEMBERS = 10_000


def linked(tx: Transaction, ad_id: str) -> LinkedAd | None:
    """The ad as it was last told, None for one that was never linked."""
    kept = State(tx).known(ad_id)
    return kept.ad if kept else None


def cluster_of(tx: Transaction, ad_id: str) -> str | None:
    """The id of an ad's cluster as of now, None for an ad that was never linked."""
    state = State(tx)
    kept = state.known(ad_id)
    return state.cluster(kept.cluster).id if kept else None


def actor_of(tx: Transaction, ad_id: str) -> str | None:
    """The id of an ad's actor as of now, None for an unknown ad or one without a contact that links."""
    state = State(tx)
    kept = state.known(ad_id)
    actor = actor_of_contacts(kept.contacts, state) if kept else None
    return actor.id if actor else None


def members_of_cluster(tx: Transaction, ad_id: str, limit: int = MAX_MEMBERS) -> list[str]:
    """The ids of the ads in this ad's cluster, itself among them, the newest arrivals first."""
    state = State(tx)
    kept = state.known(ad_id)
    if kept is None:
        return []
    rows = islice(tx.scan("members", number_key(kept.cluster)), limit)
    return _ids([number_newest_first(key[4:]) for key, _ in rows], state)


def members_of_actor(tx: Transaction, ad_id: str, limit: int = MAX_MEMBERS) -> list[str]:
    """The ids of the ads at this ad's actor, itself among them, the newest arrivals first."""
    state = State(tx)
    kept: Kept | None = state.known(ad_id)
    actor = actor_of_contacts(kept.contacts, state) if kept else None
    return _ids(ads_of(actor.contacts, limit, state), state) if actor else []


def _ids(numbers: list[int], state: State) -> list[str]:
    return [state.ad(number).ad.ad_id for number in numbers]
