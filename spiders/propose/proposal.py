"""What a look at a page gives."""

from dataclasses import dataclass
from typing import Any

from spiders.read.page import Follow, Role


@dataclass(frozen=True)
class Proposal:
    """The `read` part of a source file, as plain data, and what is still to be done."""

    read: dict[str, Any]
    role: Role  # what the page turned out to be
    notes: tuple[str, ...] = ()  # for the person who finishes the file
    look_at: Follow | None = None  # a page that shows more: a further sitemap, or an ad
