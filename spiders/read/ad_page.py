"""An ad on its own page: by selectors, or by the schema.org data in it."""

from spiders.how import HtmlAd, SchemaAd
from spiders.read import schema_org
from spiders.read.html import read_ad
from spiders.read.page import Page, Step


def read(page: Page, ad: HtmlAd | SchemaAd) -> Step:
    """The ads of a page. Raises UnreadableError."""
    return schema_org.read(page, ad) if isinstance(ad, SchemaAd) else Step(ads=(read_ad(page, ad),))
