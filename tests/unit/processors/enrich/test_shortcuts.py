"""Where a search was narrowed to the one place that can do, it finds what it found everywhere."""

import random
from urllib.parse import urlsplit

import pytest

from processors.enrich.mask_url import masked_url
from processors.enrich.mentions import emails, urls
from processors.enrich.passage import of_text

SIGNS = ("a", "b1", "shop", ".", ". ", " . ", "-", "_", "%", "@", "/", " ", "\n", "é", "(dot)", " dot ", "dot", "[ . ]")
TEXTS = 3_000


def texts() -> list[str]:
    chance = random.Random(7)
    return ["".join(chance.choices(SIGNS, k=chance.randint(1, 14))) for _ in range(TEXTS)]


def test_a_mailbox_begins_where_a_search_of_all_places_says() -> None:
    for text in texts():
        everywhere = emails._BEFORE.search(text)
        narrowed = emails._before(of_text(text), len(text))
        assert (narrowed and narrowed.span(1)) == (everywhere and everywhere.span(1)), repr(text)


def test_a_host_begins_where_a_search_of_all_places_says() -> None:
    for text in texts():
        everywhere = urls._HOST_BEFORE.search(text)
        narrowed = urls._HOST_BEFORE.match(text, urls._host_start(text, len(text)))
        assert (narrowed and narrowed.span("host")) == (everywhere and everywhere.span("host")), repr(text)


@pytest.mark.parametrize(
    "address",
    [
        "https://site.example/ads/12?page=2#top",
        "http://t/ads",
        "http://site.example",
        "https://SITE.example/Ads",
        "https://site.example:8080/ads",
        "https://site.example?q=1",
        "https://me:secret@site.example/ads",
    ],
)
def test_an_address_without_contacts_loses_user_and_password_only(address: str) -> None:
    parts = urlsplit(address)
    port = f":{parts.port}" if parts.port else ""
    rest = address.partition("://")[2].removeprefix(parts.netloc)
    assert masked_url(address, (), lambda _: False) == f"{parts.scheme}://{parts.hostname}{port}{rest}"
