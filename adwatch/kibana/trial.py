"""Every panel, tried on the real search engine: what it asks for runs, and what it shows."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from elasticsearch import ApiError, Elasticsearch, NotFoundError

from adwatch.kibana import aggregate
from adwatch.kibana.model import Dashboard, Listing, Panel, Placed, Places, View
from adwatch.kibana.views import FIGURES_VIEW
from processors.index.client import kind


class Shown(NamedTuple):
    """A panel and what it shows: rows of a chart, documents of a listing, dots of a map; or why it cannot."""

    board: Dashboard
    panel: Panel | Placed
    data: list[Any]
    problem: str = ""

    @property
    def empty(self) -> bool:
        """Whether a person would see nothing. A number that is nothing but 0 is shown, and says so."""
        return not self.data


def title_of(panel: Panel | Placed) -> str:
    """The title above a panel."""
    return panel.title if isinstance(panel, Panel) else panel.what.title


def run(client: Elasticsearch, prefix: str, boards: Sequence[Dashboard], now: datetime) -> Iterator[Shown]:
    """Each panel of each dashboard in order, as it is at this moment. Raises what the client raises, but refusals."""
    for board in boards:
        for panel in board.panels:
            try:
                yield Shown(board, panel, _data(client, prefix, board, panel, now))
            except NotFoundError as error:
                made_later = _view(panel) is FIGURES_VIEW  # by the first `adwatch report --publish`
                yield Shown(board, panel, [], "" if made_later else _refused(board, panel, error))
            except ApiError as error:
                yield Shown(board, panel, [], _refused(board, panel, error))


def _view(panel: Panel | Placed) -> View:
    return panel.view if isinstance(panel, Panel) else panel.what.view


def _refused(board: Dashboard, panel: Panel | Placed, error: ApiError) -> str:
    return f"{board.key}: {title_of(panel)}: the search engine refused ({error.status_code}, {kind(error)})"


def _data(client: Elasticsearch, prefix: str, board: Dashboard, panel: Panel | Placed, now: datetime) -> list[Any]:
    if isinstance(panel, Panel):
        return aggregate.rows(client, prefix, board, panel, now)
    if isinstance(panel.what, Listing):
        return aggregate.documents(client, prefix, board, panel.what, now)
    assert isinstance(panel.what, Places)  # noqa: S101  the third and last kind
    return aggregate.dots(client, prefix, board, panel.what, now)
