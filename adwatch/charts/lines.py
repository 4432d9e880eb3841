"""Lines along an axis, and areas one on top of the other."""

from collections.abc import Sequence

from adwatch.charts.bars import scale, ticks
from adwatch.charts.parts import Series, colour, legend

_FOOT, _SIDE, _LEGEND = 18.0, 40.0, 120.0


def lines(axis: Sequence[str], series: Series, width: float, height: float, stacked: bool = False) -> str:
    """A line a series; or, when they are stacked, the area between it and the one below."""
    right, foot = width - _LEGEND, height - _FOOT
    levels = _levels(series, len(axis), stacked)
    most = max((top for _, tops in levels for top in tops), default=0) or 1
    step = (right - _SIDE) / max(len(axis), 1)

    def points(values: Sequence[float]) -> list[str]:
        return [
            f"{_SIDE + step * (at + 0.5):.1f},{foot - foot * 0.94 * value / most:.1f}"
            for at, value in enumerate(values)
        ]

    parts = [scale(most, right, foot), ticks(axis, right, height)]
    for place, (below, tops) in enumerate(levels):
        if stacked:
            around = " ".join([*points(tops), *reversed(points(below))])
            parts.append(f'<polygon points="{around}" fill="{colour(place)}" fill-opacity=".75"/>')
        else:
            drawn = f'fill="none" stroke="{colour(place)}" stroke-width="2"'
            parts.append(f'<polyline points="{" ".join(points(tops))}" {drawn}/>')
    parts.append(legend(list(series), right + 10, _LEGEND - 10))
    return "".join(parts)


def _levels(series: Series, places: int, stacked: bool) -> list[tuple[list[float], list[float]]]:
    """The lower and the upper edge of each series."""
    levels, below = [], [0.0] * places
    for values in series.values():
        tops = [low + value for low, value in zip(below, values, strict=True)] if stacked else list(values)
        levels.append((below, tops))
        below = tops if stacked else below
    return levels
