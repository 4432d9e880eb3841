"""A dashboard as a picture, from its definition and what the search engine answers: for people without a Kibana."""

from collections.abc import Iterable, Sequence
from typing import Any

from adwatch.charts.bars import lying, standing
from adwatch.charts.donut import donut
from adwatch.charts.lines import lines
from adwatch.charts.parts import label, number
from adwatch.charts.table import table
from adwatch.kibana.aggregate import Row
from adwatch.kibana.map_picture import map_picture
from adwatch.kibana.model import WIDTH, Dashboard, Listing, Panel
from adwatch.kibana.trial import Shown, title_of

COLUMN, LINE, EDGE, HEAD = 25, 17, 10, 26  # pixels
_STYLE = "text{font-family:system-ui,'Segoe UI',Helvetica,Arial,sans-serif}"


def picture(board: Dashboard, panels: Sequence[Shown]) -> str:
    """The dashboard as SVG."""
    wide = WIDTH * COLUMN
    high = max(each.panel.box.y + each.panel.box.h for each in panels) * LINE + 60
    size = f'viewBox="0 0 {wide} {high}" role="img" aria-label="{board.title}"'
    head = label(EDGE, 28, board.title, size=20, fill="#222") + label(EDGE, 48, board.description, size=12, fill="#666")
    ground = f'<rect width="{wide}" height="{high}" fill="#f4f4f1"/>'
    drawn = "\n".join(_panel(each) for each in panels)
    begin = f'<svg xmlns="http://www.w3.org/2000/svg" {size}>\n<style>{_STYLE}</style>'
    return f"{begin}\n{ground}{head}\n{drawn}\n</svg>\n"


def _panel(shown: Shown) -> str:
    box = shown.panel.box
    x, y, wide, high = box.x * COLUMN + 3, box.y * LINE + 57, box.w * COLUMN - 6, box.h * LINE - 6
    inner = (wide - 2 * EDGE, high - HEAD - EDGE)
    inside = _inside(shown, *inner) if shown.data else label(0, 20, "No results found", fill="#999")
    return (
        f'<g transform="translate({x} {y})"><rect width="{wide}" height="{high}" rx="4" fill="#fff" stroke="#ddd"/>'
        f"{label(EDGE, 17, title_of(shown.panel), size=12, fill='#222')}"
        f'<g transform="translate({EDGE} {HEAD})">{inside}</g></g>'
    )


def _inside(shown: Shown, wide: float, high: float) -> str:
    if isinstance(shown.panel, Panel):
        return _chart(shown.panel, shown.data, wide, high)
    if isinstance(shown.panel.what, Listing):
        return _listing(shown.panel.what, shown.data, wide, high)
    return map_picture(shown.data, wide, high)


def _chart(panel: Panel, rows: Sequence[Row], wide: float, high: float) -> str:
    if panel.shape == "metric":
        size = min(high * 0.7, 46)
        return label(wide / 2, high / 2 + size / 3, number(rows[0].numbers[0]), "middle", size, "#0072b2")
    if panel.shape == "table":
        heads = [each.label for each in panel.splits] + [each.label for each in panel.measures]
        return table(heads, [[*map(_short, row.keys), *map(number, row.numbers)] for row in rows], wide, high)
    if panel.shape in ("bar_horizontal", "donut"):
        named = [(row.keys[0], row.numbers[0] or 0) for row in rows]
        return lying(named, wide, high) if panel.shape == "bar_horizontal" else donut(named, wide, high)
    axis, series = _along(rows)
    if panel.shape in ("bar", "bar_stacked"):
        return standing(axis, series, wide, high)
    return lines(axis, series, wide, high, stacked=panel.shape == "area_stacked")


def _along(rows: Sequence[Row]) -> tuple[list[str], dict[str, list[float]]]:
    """The places on the axis, and the series over them; where a series has nothing it is 0."""
    axis = list(dict.fromkeys(row.keys[0] for row in rows))
    names = list(dict.fromkeys(row.keys[1] if len(row.keys) > 1 else "" for row in rows))
    series = {name: [0.0] * len(axis) for name in names}
    for row in rows:
        series[row.keys[1] if len(row.keys) > 1 else ""][axis.index(row.keys[0])] = row.numbers[0] or 0.0
    return [_short(each) for each in axis], series


def _listing(listing: Listing, documents: Sequence[Any], wide: float, high: float) -> str:
    columns = (listing.view.time, *listing.columns)
    return table(columns, [[_short(_cell(each, column)) for column in columns] for each in documents], wide, high)


def _cell(document: Any, path: str) -> str:
    """The values at a path, one after the other."""
    return ", ".join(dict.fromkeys(map(str, _values(document, path.split(".")))))


def _values(part: Any, path: list[str]) -> Iterable[Any]:
    if isinstance(part, list):
        for each in part:
            yield from _values(each, path)
    elif path and isinstance(part, dict):
        yield from _values(part.get(path[0]), path[1:])
    elif part is not None:
        yield part


def _short(value: str) -> str:
    """A moment as its day."""
    return value[:10] if value[10:11] == "T" and value[:4].isdigit() else value
