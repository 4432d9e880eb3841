"""A colour for each source, told apart also by people who see few colours (Okabe and Ito)."""

from collections.abc import Iterable

_COLOURS = ("#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#999900")
_OTHERS = "#888888"


def colours_of(sources: Iterable[str]) -> dict[str, str]:
    """Source -> colour, the same in whatever order they come; beyond seven all are grey."""
    names = sorted(set(sources))
    return {name: _COLOURS[place] if place < len(_COLOURS) else _OTHERS for place, name in enumerate(names)}
