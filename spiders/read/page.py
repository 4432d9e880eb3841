"""What a way to read gets (a page) and gives (a step): plain data."""

from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from spiders.read.bounds import check_markup, parse_json


class Role(StrEnum):
    """What we expect to find on a page."""

    LIST = "list"  # links to ads, or the ads themselves
    AD = "ad"  # one ad
    SITEMAP = "sitemap"  # addresses


@dataclass(frozen=True)
class Page:
    """One page as it came from the site."""

    url: str
    role: Role
    body: bytes
    encoding: str = "utf-8"
    status: int = 200

    @cached_property
    def text(self) -> str:
        """The body as text; bytes that are wrong in its encoding become U+FFFD."""
        return self.body.decode(self.encoding, "replace").removeprefix("\ufeff")

    @cached_property
    def html(self) -> LexborHTMLParser:
        """The body as an HTML document. Raises UnreadableError for markup made to stall a parser."""
        check_markup(self.text)
        return LexborHTMLParser(self.text)

    @cached_property
    def json(self) -> Any:
        """The body as a JSON document. Raises UnreadableError."""
        return parse_json(self.text)


@dataclass(frozen=True, slots=True)
class Draft:
    """An ad as found on a page, before anything was checked."""

    key: str
    url: str
    title: str = ""
    body: str = ""
    posted_at: str = ""
    country: str = ""
    fields: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Follow:
    """A page to fetch next."""

    url: str
    role: Role
    modified: str = ""  # when what is there changed last, as far as this page says
    only_if_new: bool = False  # not worth asking for when this page held nothing new: some sites number without end


@dataclass(frozen=True, slots=True)
class Step:
    """What one page yields."""

    ads: tuple[Draft, ...] = ()
    follow: tuple[Follow, ...] = ()
    bad: tuple[str, ...] = ()  # parts that could not be read, a short fixed word each
