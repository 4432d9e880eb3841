"""Where a source's layout stands today beside what its pack expects."""

from schemas.base import Record


class Drift(Record, frozen=True, kw_only=True):
    """One difference. Fragments are markup or JSON whose every text is masked to its shape: no ad can be read in it."""

    kind: str  # coverage | count | structure
    field: str  # a field of the ad; for a count "ads"; for a structure the role of the page
    expected: str  # in words
    found: str
    before: str = ""  # the place in the saved page
    after: str = ""  # the same place, or where the way to it ends, in a page of this crawl
