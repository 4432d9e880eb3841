"""What a dashboard is made of, in the words of an analyst. Everything else is derived from these definitions.

A `key` names an object in its space; ids in Kibana are made of both, because no two spaces may have the same.
"""

from dataclasses import dataclass
from typing import Literal

from processors.index.names import Index

WIDTH = 48  # columns of Kibana's grid
Shape = Literal["bar", "bar_horizontal", "bar_stacked", "line", "area_stacked", "donut", "table", "metric"]
Operation = Literal["count", "unique_count", "average", "median", "max", "sum"]


@dataclass(frozen=True)
class View:
    """A data view: the documents of one kind, with the moment that the time picker filters by."""

    index: Index
    title: str
    time: str

    @property
    def key(self) -> str:
        return self.index.kind


@dataclass(frozen=True)
class Measure:
    """A number: how many documents, or what a field comes to."""

    label: str
    operation: Operation = "count"
    field: str = ""


@dataclass(frozen=True)
class Split:
    """Into what a number is divided: the most frequent values of a field, or time where the field is a date."""

    field: str
    label: str
    size: int = 10
    interval: str = ""  # of a date: "1d", "1w"
    by_name: bool = False  # in the order of the values, not of how many there are


@dataclass(frozen=True)
class Box:
    """Where a panel lies on the grid."""

    x: int
    y: int
    w: int
    h: int


@dataclass(frozen=True)
class Panel:
    """A chart. A query in KQL says of which documents; an empty one: of all in the time shown."""

    title: str
    view: View
    shape: Shape
    box: Box
    measures: tuple[Measure, ...]
    splits: tuple[Split, ...] = ()
    query: str = ""


@dataclass(frozen=True)
class Listing:
    """A saved search: documents one by one, in a dashboard or alone."""

    key: str
    title: str
    view: View
    columns: tuple[str, ...]
    query: str = ""  # the newest first


@dataclass(frozen=True)
class Places:
    """A map of points, and nothing that would be fetched from elsewhere."""

    key: str
    title: str
    view: View
    point: str
    query: str = ""


@dataclass(frozen=True)
class Placed:
    """A listing or a map that lies on a dashboard."""

    what: Listing | Places
    box: Box


@dataclass(frozen=True)
class Dashboard:
    """Panels on a grid, and the filter that holds for all of them."""

    key: str
    title: str
    description: str
    panels: tuple[Panel | Placed, ...]
    days: int = 90  # that are shown when it is opened


@dataclass(frozen=True)
class Space:
    """A part of Kibana for some people: what they find there."""

    id: str
    title: str
    description: str
    views: tuple[View, ...]
    boards: tuple[Dashboard, ...]
    listings: tuple[Listing, ...] = ()
