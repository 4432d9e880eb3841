"""Saved pages of a source pack and what each must yield: the pack's own test, without the network.

`pages/<file>` is the page as it came; `pages/<file>.yields.json` says under which address and role it was fetched and
what it yields.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from spiders.errors import SpiderError
from spiders.read import read
from spiders.read.bounds import UnreadableError
from spiders.read.page import Page, Role
from spiders.source import Source

SUFFIX = ".yields.json"


class Expected(msgspec.Struct, forbid_unknown_fields=True):
    """What a saved page must yield, as plain data."""

    url: str
    role: Role
    ads: list[dict[str, Any]] = []
    follow: list[dict[str, Any]] = []
    bad: list[str] = []


@dataclass(frozen=True)
class SavedPage:
    """A page on disk, under the address it had."""

    path: Path
    expected: Expected

    def page(self) -> Page:
        return Page(self.expected.url, self.expected.role, self.path.read_bytes())


def accept(page_file: Path, page: Page, source: Source) -> None:
    """Write down what a saved page yields now as what it must yield. Raises UnreadableError."""
    wanted = {"url": page.url, "role": page.role, **_without_empty(msgspec.to_builtins(read(page, source)))}
    text = json.dumps(wanted, indent=2, ensure_ascii=False) + "\n"
    page_file.with_name(page_file.name + SUFFIX).write_text(text, encoding="utf-8")


def _without_empty(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without_empty(part) for name, part in value.items() if part}
    return [_without_empty(part) for part in value] if isinstance(value, list | tuple) else value


def saved_pages(source: Source) -> list[SavedPage]:
    """The saved pages of a pack, by file name. Raises SpiderError for one whose expectation cannot be read."""
    return [_saved(path) for path in sorted((source.folder / "pages").glob(f"*{SUFFIX}"))]


def _saved(path: Path) -> SavedPage:
    try:
        expected = msgspec.json.decode(path.read_bytes(), type=Expected)
    except msgspec.DecodeError as error:
        raise SpiderError(f"{path}: {error}") from None
    page = path.with_name(path.name.removesuffix(SUFFIX))
    if not page.is_file():
        raise SpiderError(f"{path}: there is no page {page.name} beside it")
    return SavedPage(page, expected)


def differences(saved: SavedPage, source: Source) -> Iterator[str]:
    """Where a saved page yields something else than it must, one line a difference."""
    try:
        found = msgspec.to_builtins(read(saved.page(), source))
    except UnreadableError as error:
        yield f"not readable: {error}"
        return
    for part in ("ads", "follow", "bad"):
        yield from _compare(part, msgspec.to_builtins(getattr(saved.expected, part)), list(found[part]))


def _compare(place: str, expected: Any, found: Any) -> Iterator[str]:
    if isinstance(expected, dict) and isinstance(found, dict):
        for name in sorted(expected.keys() | found.keys()):
            yield from _compare(f"{place}.{name}", expected.get(name), found.get(name))
    elif isinstance(expected, list) and isinstance(found, list):
        if len(expected) != len(found):
            yield f"{place}: expected {len(expected)}, found {len(found)}"
        for number, (one, other) in enumerate(zip(expected, found, strict=False)):
            yield from _compare(f"{place}[{number}]", one, other)
    elif (expected or "") != (found or ""):
        yield f"{place}: expected {expected!r}, found {found!r}"
