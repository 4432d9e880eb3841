"""The domain under which one operator runs a site, whatever the names of its hosts."""

import ipaddress
from functools import cache
from urllib.parse import urlsplit

from tldextract import TLDExtract


@cache
def _suffixes() -> TLDExtract:
    """The public suffix list that comes with the library: nothing is fetched, nothing written."""
    return TLDExtract(suffix_list_urls=(), cache_dir=None)


def domain_of(url: str) -> str:
    """`site.co.uk` for `https://www.site.co.uk/x`; host and port where a host has no domain.

    Raises ValueError for an address whose port is none.
    """
    parts = urlsplit(url)
    host = (parts.hostname or "").rstrip(".")
    if _is_address(host) or "." not in host:
        return f"{host}:{parts.port or parts.scheme}"
    found = _suffixes()(host)
    return found.top_domain_under_public_suffix or ".".join(host.split(".")[-2:])


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
