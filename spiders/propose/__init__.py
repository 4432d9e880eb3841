"""Looks at a page nobody has described yet and proposes how to read it. A person reads the proposal and mends it.

Pure functions from pages to the `read` part of a source file; `spiders/scout.py` fetches the pages.
"""

from spiders.propose import documents, listing
from spiders.propose.proposal import Proposal
from spiders.read.page import Page

GZIP = b"\x1f\x8b"


def propose(page: Page) -> Proposal:
    """How to read a source that starts at this page. Raises UnreadableError for a page that is none of what we read."""
    start = page.text[:2000].lstrip()
    if start.startswith(("{", "[")):
        return documents.of_json(page)
    if page.body.startswith(GZIP) or any(f"<{tag}" in start for tag in ("urlset", "sitemapindex")):
        return documents.of_sitemap(page)
    if any(f"<{tag}" in start for tag in ("rss", "feed", "rdf:RDF")):
        return documents.of_feed(page)
    return listing.of_html(page)
