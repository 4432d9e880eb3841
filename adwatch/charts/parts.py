"""What all charts share."""

from collections.abc import Mapping, Sequence

from adwatch.show.html import text

# Told apart also by people who see few colours (Okabe and Ito), the strongest first.
COLOURS = ("#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#999900", "#888888")
LETTER = 6.8  # pixels, about, at the size that is used; digits, of which ids consist, are wide

Series = Mapping[str, Sequence[float]]  # name -> a number for each place on the axis


def colour(place: int) -> str:
    """The colour of a series by its place; beyond the last all are grey."""
    return COLOURS[min(place, len(COLOURS) - 1)]


def number(value: float | None) -> str:
    """A number for people: no more digits than they read."""
    if value is None:
        return "–"
    return f"{value:,.0f}" if abs(value) >= 100 or value == int(value) else f"{value:,.1f}"


def label(x: float, y: float, words: object, anchor: str = "start", size: float = 11, fill: str = "#444") -> str:
    """A line of text."""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="{size:g}" fill="{fill}">{text(words)}</text>'
    )


def cut(words: str, width: float) -> str:
    """As much of a text as fits into a width."""
    letters = max(int(width / LETTER), 2)
    return words if len(words) <= letters else words[: letters - 1] + "…"


def rect(x: float, y: float, w: float, h: float, fill: str) -> str:
    """A filled rectangle."""
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{max(w, 0):.1f}" height="{max(h, 0):.1f}" fill="{fill}"/>'


def legend(names: Sequence[str], x: float, width: float) -> str:
    """Names of series under each other, each with its colour."""
    lines = []
    for place, name in enumerate(names):
        y = 6 + place * 16
        lines += [rect(x, y, 10, 10, colour(place)), label(x + 15, y + 9, cut(name, width - 15))]
    return "".join(lines)
