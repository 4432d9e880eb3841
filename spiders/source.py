"""What a source is: the typed view of `spiders/sources/<name>/source.yml`.

Light on purpose (no Scrapy, no Kafka): schedulers read every source file over and over.
"""

import hashlib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urljoin, urlsplit

from pydantic import BeforeValidator, Field, PrivateAttr, ValidationError, field_validator

from schemas.base import SourceFamily
from spiders.complaint import complaint, error_at
from spiders.cron import check_cron
from spiders.errors import SourceError, SpiderError
from spiders.how import Feed, File, How, HtmlAd, JsonAd, Part
from spiders.yaml_file import Loc, read_yaml

FOLDER = Path(__file__).parent / "sources"
FILE = "source.yml"
HOOK = "hook.py"
NEVER = "never run against the live site"
REVIEW_DAYS = 366  # terms of use change: a review counts for 12 months

Share = Annotated[float, Field(ge=0, le=1)]
Line = Annotated[str, Field(min_length=1, max_length=500)]
# YAML 1.1 reads the codes of Norway and Norwegian, NO and no, as "false"
_no = BeforeValidator(lambda value: "no" if value is False else value)
_NO = BeforeValidator(lambda value: "NO" if value is False else value)
Language = Annotated[str, Field(pattern="^[a-z]{2,3}$"), _no]
Country = Annotated[str, Field(pattern="^[A-Z]{2}$"), _NO]


class Pace(Part):
    """How gently a source is asked."""

    delay_s: float = Field(ge=0, le=600)  # between two requests
    concurrency: int = Field(1, ge=1, le=16)  # requests at once


class Expect(Part):
    """What a good run yields; anything else makes the run degraded."""

    ads: tuple[int, int]  # smallest and largest number of ads
    coverage: dict[str, Share] = Field(default_factory=dict)  # field -> least share of ads that have it
    vanished: Share = 0.5  # largest share of the known ads that may be gone at once; more is a fault of the reading

    @field_validator("ads")
    @classmethod
    def _ordered(cls, ads: tuple[int, int]) -> tuple[int, int]:
        if not 0 < ads[0] <= ads[1]:
            raise ValueError("expected [smallest, largest] with 0 < smallest <= largest")
        return ads


class Source(Part):
    """One public source of ads, and what was decided about reading it."""

    name: str = Field(pattern="^[a-z][a-z0-9_]{1,60}$")
    title: Line
    family: SourceFamily
    country: Country | None = None  # helps to read phones and prices that name none
    languages: tuple[Language, ...] = Field(min_length=1)
    owner: Line  # who answers for this source
    legal_basis: Line
    purpose: Line
    terms_reviewed_on: date
    pace: Pace
    schedule: str | None = None  # cron, five fields; none for files, which are imported by hand
    start: tuple[Line, ...] = ()
    read: How
    expect: Expect
    shows_all: bool | None = None  # does a crawl see every ad there is? By default: a feed or a file no, others yes
    archive: bool = False  # keep the raw pages of each crawl, to read them again after a change of the selectors
    history_days: int | None = Field(None, ge=1, le=3650)  # how far back it is read; without it, all there is
    verified: date | Literal["never run against the live site"] | None = None  # last read live, and found right
    onion: bool = False  # an onion service: asked through the operator's SOCKS proxy, or not at all
    enabled: bool = True
    local_test_site: bool = False  # served by the simulator: loopback only, `start` is relative to it

    _path: Path = PrivateAttr(default=Path(FILE))
    _lines: dict[Loc, int] = PrivateAttr(default_factory=dict)
    _version: str = PrivateAttr(default="")

    @field_validator("schedule")
    @classmethod
    def _cron(cls, schedule: str | None) -> str | None:
        return check_cron(schedule) if schedule else None

    @field_validator("start")
    @classmethod
    def _addresses(cls, start: tuple[str, ...]) -> tuple[str, ...]:
        for address in start:
            if not address.startswith("/") and urlsplit(address).scheme not in ("http", "https"):
                raise ValueError(f"not an http or https address: {address}")
        return start

    @property
    def folder(self) -> Path:
        """The folder of the source's pack."""
        return self._path.parent

    @property
    def version(self) -> str:
        """Changes with every change of the source file or its hook; ads carry it."""
        return self._version

    @property
    def is_file(self) -> bool:
        """Are its ads in files that somebody hands over? Then there is nothing to crawl."""
        return isinstance(self.read, File)

    @property
    def is_whole(self) -> bool:
        """Has an ad that a crawl does not see vanished?"""
        if self.history_days:
            return False
        return not isinstance(self.read, Feed | File) if self.shows_all is None else self.shows_all

    @property
    def language_hint(self) -> str | None:
        """The language of the ads, where the source has but one."""
        return self.languages[0] if len(self.languages) == 1 else None

    @property
    def fields(self) -> tuple[str, ...]:
        """Names of everything that is read of an ad, for coverage."""
        ad: HtmlAd | JsonAd = self.read.page if isinstance(self.read, Feed) and self.read.page else self.read.ad
        posted_at = ("posted_at",) if ad.posted_at else ()
        return ("title", "body", *posted_at, *ad.fields)

    def addresses(self, local_sites: str) -> tuple[str, ...]:
        """Where a crawl starts."""
        return tuple(urljoin(local_sites, address) for address in self.start) if self.local_test_site else self.start

    def refusals(self, today: date) -> tuple[str, ...]:
        """Why this source may not be crawled today; empty when it may."""
        reasons = []
        if not self.enabled:
            reasons.append("it is switched off (enabled: false)")
        age = (today - self.terms_reviewed_on).days
        # Nobody changes the terms of our own simulated sites.
        if not self.local_test_site and age > REVIEW_DAYS:
            reasons.append(f"its terms were last reviewed on {self.terms_reviewed_on}: review them again")
        if age < -1:  # it may be tomorrow already where they were read
            reasons.append(f"its terms were reviewed on {self.terms_reviewed_on}, which is yet to come")
        return tuple(reasons)

    def error(self, loc: Loc, message: str) -> SourceError:
        """The error for a place in this source's file."""
        return error_at(self._path, self._lines, loc, message)


def load_source(name: str, folder: Path = FOLDER) -> Source:
    """The source of that name. Raises SourceError when its file is wrong, SpiderError when there is none."""
    path = folder / name / FILE
    if not path.is_file():
        known = ", ".join(source_names(folder)) or "none"
        raise SpiderError(f"no source {name!r} in {folder}; there is: {known}")
    return read_source(path)


def load_sources(folder: Path = FOLDER) -> tuple[Source, ...]:
    """All sources, by name. Raises SourceError at the first wrong file."""
    return tuple(load_source(name, folder) for name in source_names(folder))


def source_names(folder: Path = FOLDER) -> list[str]:
    """Names of the packs in a folder, whether their files are right or not."""
    return sorted(path.parent.name for path in folder.glob(f"*/{FILE}"))


def read_source(path: Path) -> Source:
    """The source in a file. Raises SourceError naming file, line and field."""
    data, lines = read_yaml(path)
    try:
        source = Source.model_validate(data)
    except ValidationError as error:
        raise complaint(path, lines, data, error) from None
    source._path, source._lines, source._version = path, lines, _digest(path)
    for loc, message in _disagreements(source):
        raise source.error(loc, message)
    return source


def _disagreements(source: Source) -> Iterator[tuple[Loc, str]]:
    """Parts of the file that do not go together."""
    if source.name != source.folder.name:
        yield ("name",), f"is {source.name!r}, but the folder is {source.folder.name!r}; make them agree"
    for name in ("start", "schedule"):
        if bool(getattr(source, name)) == source.is_file:
            yield (name,), "not for files" if source.is_file else "missing; a source without it cannot be crawled"
    if not source.local_test_site and source.pace.delay_s < 1:
        yield ("pace", "delay_s"), "at least 1 second between requests to other people's sites"
    local = [address.startswith("/") for address in source.start]
    if any(here != source.local_test_site for here in local):
        yield ("start",), "a local test site starts at paths (/...), any other source at full addresses"
    onion = [(urlsplit(address).hostname or "").endswith(".onion") for address in source.start]
    if any(here != source.onion for here in onion):
        yield ("start",), "addresses of onion services, and they alone, need `onion: true`"
    for field in source.expect.coverage:
        if field not in source.fields:
            yield ("expect", "coverage", field), "no such field under read.ad"


def _digest(path: Path) -> str:
    hook = path.with_name(HOOK)
    content = path.read_bytes() + (hook.read_bytes() if hook.is_file() else b"")
    return hashlib.blake2b(content, digest_size=6).hexdigest()
