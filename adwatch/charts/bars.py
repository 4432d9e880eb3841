"""Bars: lying ones with their names, and standing ones along an axis, one series on top of the other."""

from collections.abc import Sequence

from adwatch.charts.parts import Series, colour, cut, label, legend, number, rect

_ROW, _FOOT, _SIDE, _LEGEND = 19.0, 18.0, 40.0, 120.0


def lying(rows: Sequence[tuple[str, float]], width: float, height: float, room_for_names: float = 190) -> str:
    """A bar a row; rows for which there is no room are left out, and the last line says how many."""
    room = max(int(height / _ROW), 1)
    shown = rows if len(rows) <= room else rows[: room - 1]
    names = min(width * 0.45, room_for_names)
    most = max((value for _, value in rows), default=0) or 1
    parts = []
    for place, (name, value) in enumerate(shown):
        y, long = place * _ROW, (width - names - 50) * value / most
        parts.append(label(names - 6, y + 12, cut(name, names - 6), "end"))
        parts.append(rect(names, y + 2, max(long, 1), _ROW - 6, colour(0)))
        parts.append(label(names + max(long, 1) + 5, y + 12, number(value)))
    if len(shown) < len(rows):
        parts.append(label(names, len(shown) * _ROW + 12, f"+ {len(rows) - len(shown)}"))
    return "".join(parts)


def standing(axis: Sequence[str], series: Series, width: float, height: float) -> str:
    """A column for each place on the axis."""
    many = len(series) > 1
    right, foot = width - (_LEGEND if many else 0), height - _FOOT
    totals = [sum(values[place] for values in series.values()) for place in range(len(axis))]
    most, step = max(totals, default=0) or 1, (right - _SIDE) / max(len(axis), 1)
    parts = [scale(most, right, foot), ticks(axis, right, height)]
    for place in range(len(axis)):
        y = foot
        for at, values in enumerate(series.values()):
            tall = foot * 0.94 * values[place] / most
            y -= tall
            parts.append(rect(_SIDE + step * (place + 0.12), y, step * 0.76, tall, colour(at)))
    if many:
        parts.append(legend(list(series), right + 10, _LEGEND - 10))
    return "".join(parts)


def scale(most: float, right: float, foot: float) -> str:
    """The lines at the bottom, the middle and the top, with their numbers."""
    parts = []
    for share in (0.0, 0.5, 1.0):
        y = foot - foot * 0.94 * share
        parts.append(f'<line x1="{_SIDE}" y1="{y:.1f}" x2="{right:.1f}" y2="{y:.1f}" stroke="#e4e4e0"/>')
        parts.append(label(_SIDE - 5, y + 4, number(most * share), "end", 10))
    return "".join(parts)


def ticks(axis: Sequence[str], right: float, height: float) -> str:
    """Names under the axis, as many as there is room for."""
    step = (right - _SIDE) / max(len(axis), 1)
    every = max(int(80 / step) + 1, 1) if step < 80 else 1
    return "".join(
        label(_SIDE + step * (place + 0.5), height - 4, axis[place], "middle", 10)
        for place in range(0, len(axis), every)
    )
