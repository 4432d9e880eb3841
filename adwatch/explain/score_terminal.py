"""A score in colour, on a terminal."""

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from adwatch.explain.pieces import visible
from adwatch.explain.told import Row, Told
from schemas.score import Band

COLOURS = {Band.UNSCORED: "black on white", Band.LOW: "black on cyan", Band.MEDIUM: "black on yellow",
           Band.HIGH: "bold white on red"}  # fmt: skip


def show(console: Console, told: Told) -> None:
    """Print one score. Text of ads cannot steer the terminal."""
    console.rule(Text(visible(told.ad_id)))
    head = Text()
    head.append(f" {told.band_word} ", COLOURS[told.band])
    head.append(f" {told.statement}")
    console.print(head)
    console.print(Text("  ".join(told.facts), "dim"))
    for section in told.sections:
        console.print(Text(f"\n{section.heading}", "bold"))
        for row in section.rows:
            _print(console, row)


def _print(console: Console, row: Row) -> None:
    line = Text()
    if row.value:
        line.append(f"{visible(row.value):>6}  ", "bold")
    line.append(visible(row.text))
    if row.detail:
        line.append(f"\n{visible(row.detail)}", "dim")
    for quote in row.quotes:
        line.append(f"\n“{visible(quote)}”", "italic")
    console.print(Padding(line, (0, 0, 0, 2)))
