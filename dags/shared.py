"""What several DAGs have in common. Not in a DAG file: importing one of those would register its DAGs again."""

from datetime import timedelta

from airflow.sdk import Asset, Param

LONGEST = timedelta(hours=6)
PAGES = Param(None, type=["integer", "null"], minimum=1, title="Most pages", description="Empty: no limit.")


def raw_ads_of(source: str) -> Asset:
    """The asset a good crawl updates: this source's ads are on `ads.raw`."""
    return Asset(name=f"raw_ads__{source}", uri=f"adwatch://ads.raw/{source}")
