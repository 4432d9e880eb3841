"""schema.org data of an ad's page, wherever it stands: JSON-LD first, microdata where that has nothing."""

from typing import Any

from spiders.how import SchemaAd
from spiders.read import json_ld, microdata
from spiders.read.bounds import UnreadableError, at_most
from spiders.read.jsons import read_ad
from spiders.read.page import Page, Step


def read(page: Page, ad: SchemaAd) -> Step:
    """The ads of the wanted types. Raises UnreadableError when there is data, but nothing of it can be read."""
    blocks, bad = json_ld.things(page)
    wanted, too_many = at_most(_of_types(blocks, ad) or _of_types(microdata.things(page), ad))
    if bad and not blocks and not wanted:
        raise UnreadableError(bad[0])
    return Step(ads=tuple(read_ad(thing, ad, page.url) for thing in wanted), bad=(*bad, *too_many))


def _of_types(things: list[dict[str, Any]], ad: SchemaAd) -> list[dict[str, Any]]:
    return [thing for thing in things if types_of(thing) & ad.types]


def types_of(thing: dict[str, Any]) -> frozenset[str]:
    """Names of a thing's types, without the vocabulary they come from."""
    types = thing.get("@type")
    names = types if isinstance(types, list) else [types]
    return frozenset(name.rpartition("/")[2].rpartition(":")[2] for name in names if isinstance(name, str))
