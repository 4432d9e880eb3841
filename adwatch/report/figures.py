"""The public figures as documents of their own, so that a researcher's dashboards need no ad at all."""

from processors.index.names import Index
from schemas.base import Moment, Record


class FigureDocument(Record, frozen=True, kw_only=True, omit_defaults=False):
    """One cell of one table. Cells that would be small are in no document, nor are those that tell them."""

    schema_version: int = 1
    made_at: Moment
    kind: str  # the table: "country", "indicator and country"
    name: str  # the row
    value: str  # the column; empty in tables of one
    ads: int


FIGURES = Index("figures", 1, FigureDocument)  # made by `adwatch report --publish`, not by the stages
