"""What a stage needs that looks at an ad's groups alone: a part of ScoredAd, so that the rest is not decoded for it."""

from schemas.base import Record


class Country(Record, frozen=True, kw_only=True):
    """Of a place of the gazetteer."""

    country: str


class Where(Record, frozen=True, kw_only=True):
    """Of anything that an ad mentions."""

    place: Country | None = None


class Times(Record, frozen=True, kw_only=True):
    """Of an ad's history."""

    sightings: int = 1


class GroupedAd(Record, frozen=True, kw_only=True):
    """Of an ad that is searchable: its groups, how large they are, and whether it was told before."""

    ad_id: str
    revision: int = 0
    mentions: tuple[Where, ...] = ()
    cluster: str
    cluster_size: int = 1
    actor: str | None = None
    actor_ads: int = 0
    history: Times
