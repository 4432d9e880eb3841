"""Values and ads in JSON documents, by JMESPath."""

from functools import cache
from html import unescape
from typing import Any

import jmespath
from jmespath.exceptions import JMESPathError

from spiders.how import JsonAd, JsonPath
from spiders.pattern import first_match
from spiders.read.page import Draft
from spiders.read.urls import absolute
from spiders.text import text_of_html, tidy


def search(path: str, document: Any) -> Any:
    """What a JMESPath finds; None when nothing, also where the document is made so that the path cannot be applied."""
    try:
        return _compiled(path).search(document)
    except JMESPathError:
        return None


@cache
def _compiled(path: str) -> Any:
    return jmespath.compile(path)


def value(document: Any, path: JsonPath | None) -> str:
    """What is at the path as text in normal form; empty when nothing."""
    if path is None:
        return ""
    found = _as_text(search(path.path, document))
    if path.html == "escaped":
        found = unescape(found)
    text = text_of_html(found) if path.html else tidy(found)
    return first_match(path.pattern, text) if path.pattern else text


def read_ad(item: Any, ad: JsonAd, page_url: str) -> Draft:
    """The ad in a JSON object; parts that are not there are empty."""
    return Draft(
        key=value(item, ad.key),
        url=_url(item, ad, page_url),
        title=value(item, ad.title).replace("\n", " "),
        body=value(item, ad.body),
        posted_at=value(item, ad.posted_at),
        country=value(item, ad.country),
        fields={name: found for name, path in ad.fields.items() if (found := value(item, path))},
    )


def _url(item: Any, ad: JsonAd, page_url: str) -> str:
    own = value(item, ad.url)
    return (own and absolute(page_url, own)) or page_url


def _as_text(found: Any) -> str:
    if isinstance(found, bool):
        return "true" if found else "false"
    if isinstance(found, str | int | float):
        return str(found)
    if isinstance(found, list):
        return ", ".join(filter(None, map(_as_text, found)))
    return ""
