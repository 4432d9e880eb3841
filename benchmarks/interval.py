"""How sure a share is that was counted on few."""

from math import sqrt

Z = 1.96  # of a 95 % interval


def interval(hits: int, of: int) -> tuple[float, float]:
    """The 95 % interval of a share (Wilson); from 0 to 1 where nothing was counted."""
    if not of:
        return 0.0, 1.0
    share, square = hits / of, Z * Z
    middle = (share + square / (2 * of)) / (1 + square / of)
    half = Z * sqrt(share * (1 - share) / of + square / (4 * of * of)) / (1 + square / of)
    return round(max(0.0, middle - half), 4), round(min(1.0, middle + half), 4)
