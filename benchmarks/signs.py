"""How many signs an ad carries: as published, as the simulator's ordinary ads state them, and as they are read."""

from collections.abc import Iterable, Sequence
from typing import Any

# Shares of ads with so many signs or more. Volodko, Cockbain & Kleinberg 2020: 430 overseas job ads. Giommoni & Ikwu
# 2021: 17,362 ads for services, ten signs.
PUBLISHED = {
    "job": {"1 or more": 0.984, "5 or more": 0.15},
    "service": {"1 or more": 0.813, "2 or more": 0.23, "3 or more": 0.017},
}


def table(counts: Iterable[tuple[str, int, int]]) -> dict[str, dict[str, Any]]:
    """From (family, signs stated, signs read) of each ordinary ad."""
    rows = list(counts)
    return {
        family: {
            name: {
                "published": published,
                "stated": _share([stated for one, stated, _ in rows if one == family], int(name[0])),
                "read": _share([found for one, _, found in rows if one == family], int(name[0])),
            }
            for name, published in shares.items()
        }
        for family, shares in PUBLISHED.items()
    }


def _share(counts: Sequence[int], least: int) -> float:
    return round(sum(count >= least for count in counts) / len(counts), 4) if counts else 0.0
