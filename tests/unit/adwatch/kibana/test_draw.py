"""Pictures of dashboards from data of any kind."""

from datetime import UTC, datetime
from typing import Any

import pytest

from adwatch.kibana.aggregate import Dot, Row
from adwatch.kibana.boards import DASHBOARDS
from adwatch.kibana.draw import picture
from adwatch.kibana.model import Listing, Panel, Placed
from adwatch.kibana.trial import Shown, run, title_of

HOSTILE = "<script>&\u202e"


def data(panel: Panel | Placed, rows: int) -> list[Any]:
    """So many rows, documents or dots with odd values."""
    if isinstance(panel, Placed):
        if isinstance(panel.what, Listing):
            return [{"title": HOSTILE, "located": [{"country": "FR"}, {"country": None}]}] * rows
        return [Dot(float(at), 45.0, at + 1) for at in range(rows)]
    keys = [tuple(f"{HOSTILE} {at}" for _ in panel.splits) for at in range(rows if panel.splits else 1)]
    return [Row(key, tuple(float(at) if at else None for _ in panel.measures)) for at, key in enumerate(keys)]


@pytest.mark.parametrize("board", DASHBOARDS, ids=lambda board: board.key)
@pytest.mark.parametrize("rows", [0, 1, 40])
def test_a_picture_shows_each_panel_and_text_is_text(board: Any, rows: int) -> None:
    drawn = picture(board, [Shown(board, panel, data(panel, rows)) for panel in board.panels])
    assert all(title_of(panel).replace("'", "&#x27;") in drawn for panel in board.panels)
    assert "<script" not in drawn
    assert "\u202e" not in drawn
    assert "nan" not in drawn
    assert drawn.count("<g ") == drawn.count("</g>")


def test_the_values_of_a_document_are_found_at_their_path() -> None:
    board = next(each for each in DASHBOARDS if each.key == "triage")
    panel = board.panels[-1]
    shown = {"observed_at": "2026-05-01T10:00:00Z", "located": [{"country": "FR"}, {"country": "GB"}], "title": "Cook"}
    drawn = picture(board, [Shown(board, panel, [shown])])
    assert all(words in drawn for words in (">2026-05-01<", ">FR, GB<", ">Cook<"))


class Refusing:
    """A search engine without any of our indices."""

    def search(self, **_: Any) -> Any:
        from elastic_transport import ApiResponseMeta, HttpHeaders, NodeConfig
        from elasticsearch import NotFoundError

        meta = ApiResponseMeta(404, "1.1", HttpHeaders(), 0.0, NodeConfig("http", "127.0.0.1", 1))
        raise NotFoundError("index_not_found_exception", meta, {})


def test_what_the_search_engine_refuses_is_told_but_for_figures_that_nobody_published_yet() -> None:
    shown = list(run(Refusing(), "adwatch", DASHBOARDS, datetime(2026, 6, 1, tzinfo=UTC)))  # type: ignore[arg-type]
    assert {each.board.key for each in shown if not each.problem} == {"figures"}
    assert shown[0].problem == "overview: Ads: the search engine refused (404, index_not_found_exception)"
