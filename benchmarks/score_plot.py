"""The calibration of the score as an SVG picture: bars with intervals. The same figures give the same file."""

from collections.abc import Sequence
from html import escape
from typing import Any

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 720, 360, 60, 20, 50, 70
TITLE = "Planted ads among ads of a score value, with 95 % intervals"
BELOW = "value of the score, from"


def drawn(rows: Sequence[dict[str, Any]]) -> str:
    """The picture of the rows that `score_tables.calibration` gives."""
    step = (WIDTH - LEFT - RIGHT) / max(1, len(rows))
    parts = [_text(WIDTH / 2, 24, TITLE, 15), _text(WIDTH / 2, HEIGHT - 12, BELOW)]
    for tick in (0.0, 0.25, 0.5, 0.75, 1.0):
        parts += [_line(LEFT, WIDTH - RIGHT, _up(tick), _up(tick), "#ddd"), _text(30, _up(tick) + 4, f"{tick:.0%}")]
    for index, row in enumerate(rows):
        middle = LEFT + (index + 0.5) * step
        parts += [
            _bar(middle, step * 0.7, row["planted"] / row["ads"] if row["ads"] else 0.0),
            _line(middle, middle, _up(row["low"]), _up(row["high"]), "#222"),
            _text(middle, _up(0) + 18, f"{row['from']:g}"),
            _text(middle, _up(0) + 34, f"{row['ads']} ads", 10),
        ]
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{TITLE}">'
    ground = f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>'
    return "\n".join([head, ground, *parts, "</svg>", ""])


def _up(share: float) -> float:
    return TOP + (HEIGHT - TOP - BOTTOM) * (1 - share)


def _bar(middle: float, width: float, share: float) -> str:
    x, y, height = middle - width / 2, _up(share), _up(0) - _up(share)
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" fill="#4878a8"/>'


def _line(x1: float, x2: float, y1: float, y2: float, colour: str) -> str:
    return f'<line x1="{x1:.1f}" x2="{x2:.1f}" y1="{y1:.1f}" y2="{y2:.1f}" stroke="{colour}" stroke-width="1.5"/>'


def _text(x: float, y: float, text: str, size: int = 12) -> str:
    style = f"font-family:sans-serif;font-size:{size}px;fill:#222"
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="middle" style="{style}">{escape(text)}</text>'
