"""`adwatch simulate`: invented ads as JSON lines, their answer sheet, or the sites that serve them."""

import asyncio
import sys
from typing import Any

import msgspec

from adwatch.errors import KnownError
from schemas.ids import ad_id
from simulator import InventedAd, World, raw_ad, world
from simulator.corpus import Share, corpus
from simulator.laboratory import Split, laboratory, style_names


def run(
    *, ads: int, seed: int, visit: int, serve: bool, port: int, answers: bool, share: Share | None, language: list[str],
    split: Split | None = None, styles: list[str] | None = None,
) -> int:  # fmt: skip
    """Prints or serves one world. Raises KnownError for a world that cannot be or a port that is taken."""
    if language and not share and not split:
        raise KnownError("simulate: --language chooses from a corpus; say --share or --laboratory too")
    if styles and not split:
        raise KnownError("simulate: --style chooses from the laboratory; say --laboratory too")
    if share and split:
        raise KnownError("simulate: --share and --laboratory are two corpora; say one of them")
    try:
        if split:
            day = _hiding(laboratory(split, seed, only=language), styles or [])
        else:
            day = corpus(share, seed, only=language) if share else world(ads, seed, visit)
    except ValueError as error:
        raise KnownError(f"simulate: {error}") from None
    if serve:
        return _serve(day, port)
    for ad in day.ads:
        line = _answer(ad) if answers else _ad(ad, day)
        sys.stdout.buffer.write(msgspec.json.encode(line) + b"\n")
    return 0


def _hiding(day: World, styles: list[str]) -> World:
    """The ads that hide something in one of the styles; without styles, all."""
    if unknown := sorted(set(styles) - style_names() - {"plain"}):
        raise ValueError(f"no style {', '.join(unknown)}; there are {', '.join(sorted(style_names()))}")
    if not styles:
        return day
    ads = tuple(ad for ad in day.ads if any(one.style in styles for one in (*ad.answer.contacts, *ad.answer.facts)))
    return msgspec.structs.replace(day, ads=ads)


def _ad(ad: InventedAd, day: World) -> dict[str, Any]:
    """An ad as the filters read it."""
    raw = raw_ad(ad, day.observed_at)
    return {
        "id": raw.ad_id,
        "source": raw.source,
        "source_family": raw.source_family,
        "title": raw.title,
        "body": raw.body,
        "fields": raw.fields,
        "url": raw.url,
        "observed_at": raw.observed_at,
        "country_hint": raw.country_hint,
    }


def _answer(ad: InventedAd) -> dict[str, Any]:
    return {"id": ad_id(ad.site, ad.key), "source": ad.site, "key": ad.key, **msgspec.to_builtins(ad.answer)}


def _serve(day: World, port: int) -> int:
    from simulator.server import serve_until_signal

    try:
        asyncio.run(serve_until_signal(day, port, _announce))
    except OSError as error:
        raise KnownError(f"simulate: cannot listen on 127.0.0.1:{port}: {error.strerror}; try --port 0") from None
    return 0


def _announce(base: str) -> None:
    print(f"serving {base}/classifieds/ {base}/jobs/sitemap.xml {base}/feed/items.json (Ctrl-C stops)", flush=True)
