"""What an analyst finds about a cluster or an actor: one document each, of what its ads have in common."""

from processors.index.document import SCHEMA_VERSION
from schemas.base import Moment, Record


class _Summary(Record, frozen=True, kw_only=True, omit_defaults=False):
    """What the ads of a cluster or an actor have in common, as they were when it was last looked at."""

    schema_version: int = SCHEMA_VERSION
    summarised_at: Moment
    ads: int
    first_seen: Moment
    last_seen: Moment
    families: tuple[str, ...]  # lists hold what most of its ads have first, and no more than fifty
    sources: tuple[str, ...]
    countries: tuple[str, ...]
    elsewhere_at: Moment | None = None  # of the days each country was last seen, the last but one: two since then
    places: tuple[str, ...]  # names of those that the gazetteer knows
    indicators: tuple[str, ...]
    languages: tuple[str, ...]
    band_rank: int  # of its highest ad


class ClusterDocument(_Summary, frozen=True, kw_only=True, omit_defaults=False):
    """A cluster: ads with nearly the same text."""

    cluster: str
    actors: int


class ActorDocument(_Summary, frozen=True, kw_only=True, omit_defaults=False):
    """An actor: ads that share contacts."""

    actor: str
    clusters: int
