"""Recall by style as an SVG picture, a column a split. The same figures give the same file."""

from collections.abc import Mapping
from html import escape

WIDTH, COLUMN, ROW, TOP, LABEL, BAR = 980, 490, 15, 62, 190, 210
GAP = 0.6  # of a row, between kinds
COLOURS = {"development": "#4878a8", "frozen": "#c07838"}
TITLE = "Recall by style in which something is hidden"
Styles = Mapping[str, Mapping[str, float]]  # "phone words": its figures


def drawn(splits: Mapping[str, Styles]) -> str:
    """The picture of the styles of each split, by kind, the best read first."""
    rows = {split: _rows(styles) for split, styles in splits.items()}
    height = TOP + ROW * (max(map(len, rows.values())) + 5)
    parts = [_text(WIDTH / 2, 24, TITLE, 15, "middle")]
    for at, (split, own) in enumerate(rows.items()):
        x = at * COLUMN + LABEL
        parts.append(_text(x, 48, f"{split} split", 13, "start"))
        for index, (name, recall) in enumerate(own):
            kinds_before = len({_kind(row) for row in own[: index + 1]}) - 1
            y = TOP + (index + kinds_before * GAP) * ROW
            parts += _row(x, y, name, recall, COLOURS[split])
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{TITLE}">'
    ground = f'<rect width="{WIDTH}" height="{height}" fill="#fff"/>'
    return "\n".join([head, ground, *parts, "</svg>", ""])


def _rows(styles: Styles) -> list[tuple[str, float]]:
    planted = [(name, one["recall"]) for name, one in styles.items() if one["planted"]]
    return sorted(planted, key=lambda row: (_kind(row), -row[1], row[0]))


def _kind(row: tuple[str, float]) -> str:
    return row[0].partition(" ")[0]


def _row(x: float, y: float, name: str, recall: float, colour: str) -> list[str]:
    return [
        _text(x - 8, y + 10, name.replace("_", " "), 11, "end"),
        f'<rect x="{x}" y="{y}" width="{BAR}" height="{ROW - 3}" fill="#eee"/>',
        f'<rect x="{x}" y="{y}" width="{BAR * recall:.1f}" height="{ROW - 3}" fill="{colour}"/>',
        _text(x + BAR + 8, y + 10, f"{recall:.0%}", 11, "start"),
    ]


def _text(x: float, y: float, text: str, size: int, anchor: str) -> str:
    style = f"font-family:sans-serif;font-size:{size}px;fill:#222"
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" style="{style}">{escape(text)}</text>'
