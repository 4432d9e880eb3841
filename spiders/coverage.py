"""How many ads of a crawl had each field: a field that vanishes is how a site's redesign shows."""

from collections import Counter
from collections.abc import Iterable

from schemas.ad import RawAd
from spiders.source import Source

OWN = frozenset({"title", "body", "posted_at"})  # attributes of an ad; all others are in its `fields`


class Coverage:
    """Counts ads and their fields."""

    def __init__(self, source: Source) -> None:
        self._names = source.fields
        self._ads = 0
        self._have: Counter[str] = Counter()

    def names(self, ad: RawAd) -> tuple[str, ...]:
        """The fields that this ad has."""
        return tuple(name for name in self._names if (getattr(ad, name) if name in OWN else ad.fields.get(name)))

    def add(self, names: Iterable[str]) -> None:
        """Count an ad that has these fields."""
        self._ads += 1
        self._have.update(names)

    def shares(self) -> dict[str, float]:
        """Field -> share of ads that have it; empty without ads."""
        return {name: round(self._have[name] / self._ads, 4) for name in self._names} if self._ads else {}
