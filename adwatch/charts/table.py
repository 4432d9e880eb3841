"""Rows and columns."""

from collections.abc import Sequence

from adwatch.charts.parts import cut, label

_ROW = 18.0


def table(heads: Sequence[str], rows: Sequence[Sequence[str]], width: float, height: float) -> str:
    """As many rows as there is room for; each column gets the room that its longest cell needs, as far as there is."""
    shown = rows[: max(int(height / _ROW) - 1, 1)]
    longest = [min(max(len(row[at]) for row in (heads, *shown)), 46) + 2 for at in range(len(heads))]
    widths = [width * letters / sum(longest) for letters in longest]
    lefts = [sum(widths[:at]) for at in range(len(widths))]
    cells = list(zip(lefts, widths, strict=True))
    parts = [label(left, 12, cut(head, wide), fill="#777") for (left, wide), head in zip(cells, heads, strict=True)]
    for place, row in enumerate(shown, 1):
        y = place * _ROW
        parts.append(f'<line x1="0" y1="{y:.1f}" x2="{width:.1f}" y2="{y:.1f}" stroke="#eee"/>')
        parts += [label(left, y + 13, cut(cell, wide - 8)) for (left, wide), cell in zip(cells, row, strict=True)]
    return "".join(parts)
