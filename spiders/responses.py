"""Scrapy's responses as plain data."""

from scrapy import Request
from scrapy.http import Response, TextResponse

from spiders.read.page import Page


def to_page(response: Response) -> Page:
    """The page, with what it was asked for as."""
    return Page(
        url=response.url,
        role=response.meta["role"],
        body=response.body,
        encoding=response.encoding if isinstance(response, TextResponse) else "utf-8",
        status=response.status,
    )


def asked_for(one: Request | Response) -> str:
    """The address that was asked for first, where redirects led on."""
    return str(one.meta.get("redirect_urls", [one.url])[0])
