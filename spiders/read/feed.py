"""RSS 2.0, Atom (RFC 4287) and JSON Feed 1.1, told apart by themselves."""

from spiders.how import Feed
from spiders.read import ad_page, json_feed, xml_feed
from spiders.read.jsons import read_ad, value
from spiders.read.page import Follow, Page, Role, Step
from spiders.read.urls import absolute


def read(page: Page, how: Feed) -> Step:
    """The ads of a feed, or the pages its entries lead to, and the next document. Raises UnreadableError."""
    if page.role is Role.AD and how.page:
        return ad_page.read(page, how.page)
    entries, following, bad = (json_feed if page.text.lstrip().startswith("{") else xml_feed).entries(page)
    next_url = absolute(page.url, following) if following else None
    more = (Follow(next_url, Role.LIST),) if next_url else ()
    if how.page is None:
        return Step(ads=tuple(read_ad(entry, how.ad, page.url) for entry in entries), follow=more, bad=bad)
    links = (
        Follow(url, Role.AD, modified=value(entry, how.ad.posted_at))
        for entry in entries
        if (url := absolute(page.url, value(entry, how.ad.url)))
    )
    return Step(follow=tuple(dict.fromkeys([*links, *more])), bad=bad)
