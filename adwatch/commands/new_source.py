"""`adwatch sources new`: starts a source pack from an address or from saved pages, and proposes how to read it."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urljoin, urlsplit

from adwatch import settings
from adwatch.errors import KnownError
from spiders.errors import SourceError, SpiderError
from spiders.new_pack import ASKS, Answers, save_pages, source_text, write_source
from spiders.read.bounds import UnreadableError
from spiders.read.html import attribute
from spiders.read.page import Page, Role
from spiders.scout import Scout
from spiders.source import Source, load_source

OPTIONS = {
    "owner": "--owner",
    "legal_basis": "--legal-basis",
    "purpose": "--purpose",
    "terms_reviewed_on": "--reviewed",
}
# Says just enough for a first look; what it finds takes its place.
UNKNOWN: dict[str, Any] = {"how": "listing", "links": "a", "ad": {"title": "h1", "body": "main"}}


def new(name: str, start: Sequence[str], said: dict[str, str], family: str, address: str | None, language: str) -> int:
    """Write the pack and say what is left to do. Raises KnownError when it cannot be begun."""
    loaded = settings.load()
    folder = loaded.crawl.sources / name
    if folder.exists():
        raise KnownError(f"{folder} is there already; choose another name, or mend it by hand")
    if not re.fullmatch("[a-z][a-z0-9_]{1,60}", name):
        raise KnownError(f"{name!r} is no name for a source: small letters, digits and _, beginning with a letter")
    answers = Answers(name, name.replace("_", " ").capitalize(), family, language, said)
    try:
        if start[0].startswith(("http://", "https://")):
            address, scout = start[0], _first_look(answers, start[0], loaded)
        else:
            address, scout = _from_files([Path(each) for each in start], address)
        scout.finish()
        _write(folder, answers, address, scout, _is_local(address))
    except SourceError as error:  # in an answer: the file it names was but a trial
        raise KnownError(str(error).partition(": ")[2]) from None
    except (SpiderError, OSError) as error:
        raise KnownError(str(error)) from None
    except UnreadableError as error:
        raise KnownError(f"{start[0]}: {error}") from None
    return 0


def _first_look(answers: Answers, address: str, loaded: settings.Settings) -> Scout:
    """Let a scout see the source, which by now must be one that may be crawled."""
    missing = [option for name, option in OPTIONS.items() if not answers.said.get(name)]
    if missing:
        raise KnownError(f"nothing is asked for before somebody answers for it: {', '.join(missing)}")
    if _is_local(address) and not address.startswith(loaded.crawl.local_sites):
        raise KnownError(f"local sites are at {loaded.crawl.local_sites} (ADWATCH_CRAWL__LOCAL_SITES)")
    from spiders.fetch import look_at  # Twisted and Scrapy take half a second to load
    from spiders.job import Job, new_run
    from spiders.permission import check_allowed

    scout, now = Scout(), datetime.now(UTC)
    with TemporaryDirectory() as folder:
        source = _trial(Path(folder), answers, address, UNKNOWN)
        check_allowed(source, loaded.crawl, loaded.home, now)
        look_at(Job(source, new_run(source.name, now), now, loaded.crawl, loaded.kafka, loaded.home), address, scout)
    return scout


def _from_files(files: list[Path], address: str | None) -> tuple[str, Scout]:
    """The first page is where the source starts; the second, if there is one, is an ad's."""
    scout = Scout()
    for file, role in zip(files, (Role.LIST, Role.AD), strict=False):
        body = file.read_bytes()
        address = address or _own_address(body)
        if address is None:
            raise KnownError(f"{file} does not say where it comes from: --address https://...")
        scout.take(Page(_own_address(body) or urljoin(address, file.name), role, body))
    return address or "", scout


def _own_address(body: bytes) -> str | None:
    page = Page("", Role.LIST, body)
    link = page.html.css_first("link[rel=canonical][href], link[rel=self][href]")
    href = attribute(link, "href") if link is not None else ""
    return href if href.startswith("http") else None


def _write(folder: Path, answers: Answers, address: str, scout: Scout, local: bool) -> None:
    with TemporaryDirectory() as trial:
        source = _trial(Path(trial), answers, address, scout.read)
        path = write_source(folder, source_text(answers, address, scout.read, local, enabled=local))
        save_pages(folder / "pages", source, scout)
    print(f"wrote {path} and {len(scout.pages)} pages; it is read as: {scout.read['how']}")
    for note in [*_open(answers), *scout.notes]:
        print(f"  to do: {note}")
    print(f"next: look it through, then: adwatch sources check {answers.name} && adwatch sources test {answers.name}")


def _trial(folder: Path, answers: Answers, address: str, read: dict[str, Any]) -> Source:
    """The source as it would be with every question answered. Raises SourceError when an answer is wrong."""
    today = datetime.now(UTC).date().isoformat()
    said = {name: answers.said.get(name) or (today if name == "terms_reviewed_on" else "to be said") for name in ASKS}
    whole = Answers(answers.name, answers.title, answers.family, answers.language, said)
    write_source(folder / answers.name, source_text(whole, address, read, _is_local(address), enabled=True))
    return load_source(answers.name, folder)


def _open(answers: Answers) -> list[str]:
    return [f"say {ASKS[name]} ({name})" for name in ASKS if not answers.said.get(name)]


def _is_local(address: str) -> bool:
    return urlsplit(address).hostname in ("127.0.0.1", "localhost", "::1")
