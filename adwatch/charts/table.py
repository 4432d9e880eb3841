"""Rows and columns."""

from collections.abc import Sequence

from adwatch.charts.parts import LETTER, cut, label

_ROW = 18.0
_GAP = 14.0  # between a cell and the next column
_MOST = 46  # letters of a column at the most


def table(heads: Sequence[str], rows: Sequence[Sequence[str]], width: float, height: float) -> str:
    """As many rows as there is room for; each column gets the room that its longest cell needs, as far as there is."""
    shown = rows[: max(int(height / _ROW) - 1, 1)]
    longest = [min(max(len(row[at]) for row in (heads, *shown)), _MOST) for at in range(len(heads))]
    widths = shares([letters * LETTER + _GAP for letters in longest], width)
    lefts = [sum(widths[:at]) for at in range(len(widths))]
    cells = list(zip(lefts, widths, strict=True))
    parts = [
        label(left, 12, cut(head, wide - _GAP), fill="#777") for (left, wide), head in zip(cells, heads, strict=True)
    ]
    for place, row in enumerate(shown, 1):
        y = place * _ROW
        parts.append(f'<line x1="0" y1="{y:.1f}" x2="{width:.1f}" y2="{y:.1f}" stroke="#eee"/>')
        parts += [label(left, y + 13, cut(cell, wide - _GAP)) for (left, wide), cell in zip(cells, row, strict=True)]
    return "".join(parts)


def shares(needs: Sequence[float], width: float) -> list[float]:
    """The width of each column. Where there is not room for all, only columns that need more than others get less."""
    if sum(needs) <= width:
        return [need * width / sum(needs) for need in needs]
    left, most = width, 0.0
    for place, need in enumerate(sorted(needs)):
        most = left / (len(needs) - place)
        if need > most:
            break
        left -= need
    return [min(need, most) for need in needs]
