"""An invented ad as the record that a faultless crawl of its site publishes."""

from datetime import datetime

from schemas.ad import RawAd
from schemas.ids import ad_id, content_hash
from simulator.records import InventedAd
from simulator.sites import BASE, SITES


def raw_ad(invented: InventedAd, observed_at: datetime, base: str = BASE) -> RawAd:
    """The `RawAd` of an invented ad, without what only a real crawl knows (run id, pack version, HTTP status)."""
    site = SITES[invented.site]
    return RawAd(
        ad_id=ad_id(site.source, invented.key),
        source=site.source,
        source_family=site.family,
        key=invented.key,
        url=site.url(base, invented.key),
        observed_at=observed_at,
        posted_at=invented.posted_at,
        title=invented.title,
        body=invented.body,
        fields=dict(invented.fields),
        country_hint=invented.country,
        content_hash=content_hash((invented.title, invented.body, *invented.fields.values())),
    )
