"""Shares of a whole, as a ring."""

from collections.abc import Sequence
from math import pi

from adwatch.charts.parts import colour, cut, label, number, rect


def donut(rows: Sequence[tuple[str, float]], width: float, height: float) -> str:
    """The ring, and beside it names with numbers and shares."""
    whole = sum(value for _, value in rows) or 1
    radius = min(height, width * 0.45) / 2 - 16
    x, y, around, done = radius + 16, height / 2, 2 * pi * radius, 0.0
    parts = []
    for place, (name, value) in enumerate(rows):
        long = around * value / whole
        parts.append(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" fill="none" '
            f'stroke="{colour(place)}" stroke-width="24" '
            f'stroke-dasharray="{long:.2f} {around - long:.2f}" stroke-dashoffset="{-done:.2f}" '
            f'transform="rotate(-90 {x:.1f} {y:.1f})"/>'
        )
        done += long
        left, top = 2 * radius + 44, y - 9 * len(rows) + place * 18
        told = f"{name}: {number(value)} ({value / whole:.0%})"
        parts += [rect(left, top, 10, 10, colour(place)), label(left + 15, top + 9, cut(told, width - left - 15))]
    return "".join(parts)
