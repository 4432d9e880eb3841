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
from spiders.source import Source, load_source
from spiders.yaml_file import Loc

_EMPTY = LexborHTMLParser("<p></p>")


def faults(name: str, folder: Path, today: date) -> Iterator[str]:
    """Everything that is wrong with a pack, one line each."""
    try:
        source = load_source(name, folder)
        yield from map(str, problems(source))
        if source.enabled:
            yield from (str(source.error((), reason)) for reason in source.refusals(today))
        if not saved_pages(source):
            yield str(source.error((), "no saved pages: without them nobody sees a selector break"))
    except SpiderError as error:
        yield str(error)


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
