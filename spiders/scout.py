"""A first look at a source: which pages to see, and what they say about how to read it. Knows no network."""

from dataclasses import dataclass, field
from typing import Any

from spiders.propose import GZIP, propose
from spiders.propose.ad_page import of_ad
from spiders.read.page import Follow, Page, Role


@dataclass
class Scout:
    """Takes pages one after the other; each may lead to one more."""

    read: dict[str, Any] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    pages: dict[str, Page] = field(default_factory=dict)  # by the file each is saved in, under the role it has

    def take(self, page: Page) -> Follow | None:
        """Look at a page; what to look at next, if anything. Raises UnreadableError for one that is nothing we read."""
        if page.role is Role.AD and self.read:
            ad, notes = of_ad(page)
            self._keep("ad", page, Role.AD)
            self.read["ad"] = ad
            self.notes += notes
            return None
        proposal = propose(page)
        self._keep("sitemap" if proposal.role is Role.SITEMAP else "start", page, proposal.role)
        self.read = proposal.read
        self.notes += proposal.notes
        return proposal.look_at

    @property
    def lacks_ad(self) -> bool:
        """Has no page shown yet what an ad looks like?"""
        return self.read.get("ad") == {}

    def finish(self) -> None:
        """Fill in for the ad what no page has shown."""
        if self.lacks_ad:
            self.read["ad"] = {"title": "h1", "body": "main"}
            self.notes.append("say how an ad's page is read (read.ad), and save one beside the first page")

    def _keep(self, stem: str, page: Page, role: Role) -> None:
        name = f"{stem}-{len(self.pages)}" if any(each.startswith(f"{stem}.") for each in self.pages) else stem
        self.pages[f"{name}{_suffix(page)}"] = Page(page.url, role, page.body, page.encoding)


@dataclass
class OnePage(Scout):
    """Keeps one page, as what it is said to be."""

    stem: str = "page"  # of the file's name
    role: Role = Role.AD

    def take(self, page: Page) -> None:
        self._keep(self.stem, page, self.role)


def _suffix(page: Page) -> str:
    start = page.text[:200].lstrip()
    if page.body.startswith(GZIP):
        return ".xml.gz"
    if start.startswith(("{", "[")):
        return ".json"
    return ".xml" if start.startswith("<?xml") or start[:8] in ("<urlset ", "<rss ver", "<feed xm") else ".html"
