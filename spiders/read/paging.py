"""Where the next document of a listing or an API is."""

from urllib.parse import parse_qsl, urlsplit

from spiders.how import Paged, Pages
from spiders.read.page import Follow, Role
from spiders.read.urls import absolute, with_parameter

MAX_CURSOR = 500  # characters


def after(url: str, how: Paged, found: str, has_ads: bool) -> tuple[Follow, ...]:
    """The document after this one, if there is one. `found` is what `next` found here, or nothing."""
    if how.pages:
        following = _numbered(url, how.pages) if has_ads else None
        return (Follow(following, Role.LIST, only_if_new=True),) if following else ()
    if not found or len(found) > MAX_CURSOR:
        return ()
    linked = with_parameter(url, how.cursor, found) if how.cursor else absolute(url, found)
    return (Follow(linked, Role.LIST),) if linked else ()


def _numbered(url: str, pages: Pages) -> str | None:
    given = dict(parse_qsl(urlsplit(url).query)).get(pages.parameter, "")
    number = (int(given) if given.isdecimal() and len(given) < 10 else pages.first) + pages.step
    is_last = (number - pages.first) // pages.step >= pages.most
    return None if is_last else with_parameter(url, pages.parameter, str(number))
