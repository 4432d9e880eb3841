"""`adwatch show cluster|actor ID`: one page with everything about it, which needs nothing but a browser."""

from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Literal

from adwatch import settings
from adwatch.errors import KnownError
from adwatch.reader import Reader
from adwatch.show.page import page
from processors.index.document import AdDocument

MOST = 2_000  # ads on one page
_EVER = datetime(1970, 1, 1, tzinfo=UTC)


def show(kind: Literal["cluster", "actor"], name: str, out: Path | None) -> int:
    """Write the page. Raises KnownError when no ad is of that cluster or actor."""
    with Reader(settings.load().search) as reader:
        ads = list(islice(reader.ads_matching({"term": {kind: name}}, _EVER), MOST))
        if not ads:
            raise KnownError(f"no ad is of {kind} {name!r}")
        near = _in_its_clusters(reader, ads) if kind == "actor" else []
    file = out or Path(f"{name}.html")
    try:
        file.write_text(page(kind, name, _in_order(ads), _in_order(near)), encoding="utf-8")
    except OSError as error:
        raise KnownError(f"{file} cannot be written: {error.strerror}") from None
    print(file)
    return 0


def _in_its_clusters(reader: Reader, ads: list[AdDocument]) -> list[AdDocument]:
    """The ads of others that are copies of an actor's: leads, for a text alone links nobody."""
    clusters = sorted({ad.cluster for ad in ads if ad.cluster_size > 1})[:100]
    query = {"bool": {"filter": {"terms": {"cluster": clusters}}, "must_not": {"term": {"actor": ads[0].actor}}}}
    return list(islice(reader.ads_matching(query, _EVER), MOST)) if clusters else []


def _in_order(ads: list[AdDocument]) -> list[AdDocument]:
    return sorted(ads, key=lambda ad: (ad.first_seen, ad.ad_id))
