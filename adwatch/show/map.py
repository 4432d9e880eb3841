"""A map that asks nobody for anything: the places of the ads, among the towns around them as grey dots."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from math import cos, radians
from typing import NamedTuple

from adwatch.show.html import text
from processors.index.document import AdDocument, Point

_WIDTH, _HEIGHT = 1000, 520
_LEAST = 1.5  # degrees from side to side
_TOWNS_X, _TOWNS_Y = 90, 50  # one grey dot a cell, at most
MOST_NAMES = 30


class Frame(NamedTuple):
    """What part of the globe is shown, in degrees; lengths are true in the middle."""

    west: float
    south: float
    degrees: float  # of longitude, from side to side
    shrink: float  # how much shorter a degree of longitude is there than one of latitude

    def x(self, point: Point) -> float:
        return (point.lon - self.west) / self.degrees * _WIDTH

    def y(self, point: Point) -> float:
        return _HEIGHT - (point.lat - self.south) / self.shrink / self.degrees * _WIDTH


def map_of(ads: Sequence[AdDocument], towns: Iterable[Point]) -> str:
    """The map; a sentence where no ad names a place that is known."""
    counts: defaultdict[tuple[str, Point], int] = defaultdict(int)
    for ad in ads:
        place = next((each for each in ad.located if each.point), None)
        if place is not None and place.point is not None:
            counts[place.name, place.point] += 1
    if not counts:
        return "<p class=small>No ad names a place that the gazetteer knows.</p>\n"
    frame = frame_of([point for _, point in counts])
    most = sorted(counts.items(), key=lambda seen: (-seen[1], seen[0][0]))
    dots = "".join(f"M{x:.0f},{y:.0f}h0" for x, y in thinned(frame, towns))
    parts = [
        f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-label="map of {len(counts)} places">',
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#f7f7f5"/>',
        f'<path d="{dots}" stroke="#c9c9c2" stroke-width="3" stroke-linecap="round"/>',
        *(_circle(frame, point, count) for (_, point), count in most),
        *(_name(frame, name, point, count) for (name, point), count in most[:MOST_NAMES]),
        "</svg>\n<p class=small>Blue: the first place that each ad names. Grey: towns (GeoNames, CC BY 4.0).</p>\n",
    ]
    return "\n".join(parts)


def frame_of(points: Sequence[Point]) -> Frame:
    """The part of the globe with all points and some room around them."""
    west, east = min(point.lon for point in points), max(point.lon for point in points)
    south, north = min(point.lat for point in points), max(point.lat for point in points)
    shrink = max(cos(radians((south + north) / 2)), 0.2)
    degrees = max((east - west) * 1.25, (north - south) * 1.25 / shrink * _WIDTH / _HEIGHT, _LEAST)
    tall = degrees * shrink * _HEIGHT / _WIDTH
    return Frame((west + east - degrees) / 2, (south + north - tall) / 2, degrees, shrink)


def thinned(frame: Frame, towns: Iterable[Point]) -> list[tuple[float, float]]:
    """Where the towns in the frame are drawn, one in each cell of a grid."""
    cells: dict[tuple[int, int], tuple[float, float]] = {}
    for town in towns:
        x, y = frame.x(town), frame.y(town)
        if 0 <= x < _WIDTH and 0 <= y < _HEIGHT:
            cells.setdefault((int(x * _TOWNS_X / _WIDTH), int(y * _TOWNS_Y / _HEIGHT)), (x, y))
    return list(cells.values())


def _circle(frame: Frame, point: Point, count: int) -> str:
    size = 4 + 3 * count**0.5
    return (
        f'<circle cx="{frame.x(point):.1f}" cy="{frame.y(point):.1f}" r="{min(size, 28):.1f}" fill="#0072b2" '
        'fill-opacity=".55" stroke="#fff"/>'
    )


def _name(frame: Frame, name: str, point: Point, count: int) -> str:
    x, y = frame.x(point), frame.y(point)
    side, anchor = (-10, "end") if x > _WIDTH - 140 else (10, "start")
    return f'<text x="{x + side:.1f}" y="{y - 8:.1f}" text-anchor="{anchor}">{text(name)} ({count})</text>'
