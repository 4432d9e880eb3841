"""Holds a source pack against every rule that its typed view alone cannot check."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import jmespath
from jmespath.exceptions import JMESPathError
from selectolax.lexbor import LexborHTMLParser, SelectolaxError

from spiders.errors import SourceError, SpiderError
from spiders.how import Css, JsonPath, Part
from spiders.saved import saved_pages
from spiders.scrub import leaks
from spiders.source import NEVER, Source, load_source
from spiders.yaml_file import Loc

VERIFY = "crawl it once by hand (adwatch crawl NAME --max-pages 5), look at what came, and write down the day here"
_EMPTY = LexborHTMLParser("<p></p>")


def faults(name: str, folder: Path, today: date) -> Iterator[str]:
    """Everything that is wrong with a pack, one line each."""
    try:
        source = load_source(name, folder)
        yield from map(str, problems(source))
        if source.enabled:
            yield from (str(source.error((), reason)) for reason in source.refusals(today))
        if source.enabled and source.verified == NEVER:
            yield str(source.error(("verified",), VERIFY))
        yield from _page_faults(source)
    except SourceError as error:
        yield from map(str, (error, *error.others))
    except SpiderError as error:
        yield str(error)


def _page_faults(source: Source) -> Iterator[str]:
    pages = saved_pages(source)
    if not any(page.expected.ads for page in pages):
        yield str(source.error((), "no saved page that holds an ad: without one nobody sees a selector break"))
    for page in pages:
        yield from (f"{page.path}: {leak}" for leak in leaks(page.path.read_bytes()))


def problems(source: Source) -> Iterator[SourceError]:
    """Every selector and path that does not compile, at its place in the file."""
    for loc, selector in _selectors(("read",), source.read):
        message = _fault(selector)
        if message:
            yield source.error(loc, message)


def _selectors(loc: Loc, part: Part) -> Iterator[tuple[Loc, Css | JsonPath]]:
    for name in type(part).model_fields:
        value = getattr(part, name)
        if isinstance(value, Css | JsonPath):
            yield (*loc, name), value
        elif isinstance(value, Part):
            yield from _selectors((*loc, name), value)
        elif name == "fields":
            yield from (((*loc, name, field), selector) for field, selector in value.items())
        elif name in ("items", "next") and value is not None:
            yield (*loc, name), JsonPath(path=value)


def _fault(selector: Css | JsonPath) -> str | None:
    try:
        if isinstance(selector, Css):
            _EMPTY.css_first(selector.css)
        else:
            jmespath.compile(selector.path)
    except SelectolaxError:
        return "not a CSS selector this parser understands"
    except JMESPathError:
        return "not a JMESPath expression"
    return None
