"""Addresses found on pages."""

from urllib.parse import parse_qsl, urldefrag, urlencode, urljoin, urlsplit, urlunsplit

from selectolax.lexbor import LexborHTMLParser

MAX_URL = 2083  # what browsers and Scrapy take


def absolute(base: str, found: str) -> str | None:
    """A found address, absolute and without fragment; None when it leads nowhere we go."""
    try:
        url = urldefrag(urljoin(base, found.strip())).url
        parts = urlsplit(url)
        is_web = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:  # half a bracket, a port that is none
        return None
    return url if is_web and len(url) <= MAX_URL else None


def base_of(url: str, html: LexborHTMLParser) -> str:
    """What relative addresses on a page are relative to."""
    base = html.css_first("base[href]")
    href = base.attributes.get("href") if base is not None else None
    return absolute(url, href or "") or url


def with_parameter(url: str, name: str, value: str) -> str:
    """The address with one query parameter set."""
    parts = urlsplit(url)
    query = [(key, old) for key, old in parse_qsl(parts.query, keep_blank_values=True) if key != name]
    return urlunsplit(parts._replace(query=urlencode([*query, (name, value)])))


def path_is_under(url: str, prefix: str) -> bool:
    """Whether the path of an address begins like that."""
    return urlsplit(url).path.startswith(prefix)
