"""Spans of time as rules write them: `30m`, `24h`, `7d`."""

import re
from typing import Annotated

from pydantic import BeforeValidator

_MS = {"s": 1_000, "m": 60_000, "h": 3_600_000, "d": 86_400_000}
_NAMES = {
    "en": {"s": "second", "m": "minute", "h": "hour", "d": "day"},
    "fr": {"s": "seconde", "m": "minute", "h": "heure", "d": "jour"},
}
_WRITTEN = re.compile(r"([1-9]\d{0,4})([smhd])")


def milliseconds(written: object) -> int:
    """Milliseconds of `30m`. Raises ValueError for anything else; a bare number is refused, for it has no unit."""
    match = _WRITTEN.fullmatch(written) if isinstance(written, str) else None
    if match is None:
        raise ValueError("expected a number and a unit: 45s, 30m, 24h or 7d")
    return int(match[1]) * _MS[match[2]]


Duration = Annotated[int, BeforeValidator(milliseconds)]


def short(span: int) -> str:
    """`24h` for milliseconds, in the largest unit that divides them; `1d` is written `24h`, as people say it."""
    unit = next(unit for unit in "dhms" if span % _MS[unit] == 0 and (unit != "d" or span > _MS["d"]))
    return f"{span // _MS[unit]}{unit}"


def words(span: int, language: str) -> str:
    """`24 hours`, `7 jours`."""
    number, unit = short(span)[:-1], short(span)[-1]
    return f"{number} {_NAMES[language][unit]}{'' if number == '1' else 's'}"
