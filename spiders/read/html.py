"""Values and ads on HTML pages, by CSS selectors."""

from selectolax.lexbor import LexborHTMLParser, LexborNode

from spiders.how import Css, HtmlAd
from spiders.pattern import first_match
from spiders.read.page import Draft, Page
from spiders.text import text_of, tidy


def read_ad(page: Page, ad: HtmlAd) -> Draft:
    """The ad on its page; parts that are not there are empty."""
    html = page.html
    return Draft(
        key=value(html, ad.key) if ad.key else page.url,
        url=page.url,
        title=value(html, ad.title).replace("\n", " "),
        body=value(html, ad.body),
        posted_at=value(html, ad.posted_at),
        country=value(html, ad.country),
        fields={name: found for name, css in ad.fields.items() if (found := value(html, css))},
    )


def value(html: LexborHTMLParser, css: Css | None) -> str:
    """What a selector finds first, in normal form; empty when nothing."""
    node = html.css_first(css.css) if css else None
    if css is None or node is None:
        return ""
    found = tidy(attribute(node, css.attr)) if css.attr else text_of(node)
    return first_match(css.pattern, found) if css.pattern else found


def attribute(node: LexborNode, name: str) -> str:
    """An attribute; empty when it is not there."""
    return node.attributes.get(name) or ""
