"""The map's dots among the towns around them."""

from collections.abc import Sequence

from adwatch.kibana.aggregate import Dot
from adwatch.kibana.map_object import BLUE
from adwatch.show.map import frame_of, thinned
from adwatch.show.towns import towns
from processors.index.document import Point


def map_picture(dots: Sequence[Dot], wide: float, high: float) -> str:
    """Dots by their number, on grey dots for towns."""
    points = [Point(lat=dot.latitude, lon=dot.longitude) for dot in dots]
    frame = frame_of(points)
    grey = "".join(f"M{x:.0f},{y:.0f}h0" for x, y in thinned(frame, towns()))
    most = max(dot.ads for dot in dots)
    circles = "".join(
        f'<circle cx="{frame.x(point):.1f}" cy="{frame.y(point):.1f}" r="{4 + 14 * (dot.ads / most) ** 0.5:.1f}" '
        f'fill="{BLUE}" fill-opacity=".6" stroke="#fff"/>'
        for dot, point in zip(dots, points, strict=True)
    )
    return (
        f'<svg width="{wide:.0f}" height="{high:.0f}" viewBox="0 0 1000 520">'
        f'<path d="{grey}" stroke="#c9c9c2" stroke-width="3" stroke-linecap="round"/>{circles}</svg>'
    )
