"""Dates in French words, as this site writes them."""

import re
from dataclasses import replace

from spiders.read.page import Draft

MONTHS = (
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
)
DATE = re.compile(r"(\d{1,2})(?:er)? (\w+) (\d{4})(?: à (\d{1,2})h(\d{2}))?")


def ad(draft: Draft) -> Draft:
    """The ad with its date as machines write it; without one where the page gives none."""
    return replace(draft, posted_at=_iso(draft.posted_at))


def _iso(text: str) -> str:
    found = DATE.search(text.lower())
    if found is None or found[2] not in MONTHS:
        return ""
    day = f"{found[3]}-{MONTHS.index(found[2]) + 1:02}-{int(found[1]):02}"
    return f"{day}T{int(found[4]):02}:{found[5]}" if found[4] else day
