"""A few pages of a crawl, kept until its end: should something be missing, they show where."""

from collections import defaultdict
from contextlib import suppress
from statistics import median

from spiders.drift.fragment import LINKS
from spiders.drift.structure import Structure, likeness, structure
from spiders.errors import SpiderError
from spiders.read.page import Page, Role, Step
from spiders.saved import saved_pages
from spiders.source import Source

ENOUGH = 5  # pages of a role that are compared with the saved ones
MAX_BYTES = 500_000  # of a page that is kept


class Samples:
    """The first page that lacks each field, and how much the first pages of each role are like the saved ones."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._lacking: dict[str, Page] = {}
        self._open = set(source.expect.coverage)
        self._looked: defaultdict[Role, list[float]] = defaultdict(list)
        self._saved: dict[Role, list[Structure]] | None = None

    def look(self, page: Page, step: Step) -> None:
        """Take notice of a page that was read."""
        if len(self._looked[page.role]) < ENOUGH:
            self._looked[page.role].append(likeness(structure(page), self._structures(page.role)))
        if self._open and step.ads and len(page.body) <= MAX_BYTES:
            self._note_lacking(page, step)
        if page.role is Role.LIST and LINKS not in self._lacking and len(page.body) <= MAX_BYTES:
            self._lacking[LINKS] = page

    def lacking(self, field: str) -> Page | None:
        """A page whose ad lacks the field; for LINKS the first listing."""
        return self._lacking.get(field)

    def likenesses(self) -> dict[Role, float]:
        """How much the pages of a role are like the saved ones, 0 to 1: their median."""
        return {role: median(found) for role, found in self._looked.items() if found}

    def _note_lacking(self, page: Page, step: Step) -> None:
        for field in tuple(self._open):
            if any(not (getattr(draft, field, "") or draft.fields.get(field)) for draft in step.ads):
                self._lacking[field] = page
                self._open.discard(field)

    def _structures(self, role: Role) -> list[Structure]:
        if self._saved is None:
            self._saved = defaultdict(list)
            with suppress(SpiderError):  # a saved page that cannot be read is told by `adwatch sources check`
                for each in saved_pages(self._source):
                    self._saved[each.expected.role].append(structure(each.page()))
        saved = self._saved.get(role, [])
        # What is saved of the last, empty page of a listing is in every page of the site.
        half = max(map(len, saved), default=0) / 2
        return [each for each in saved if len(each) > half]
