"""What a conversion could not carry over, in words for the person who goes on with the file."""

from dataclasses import dataclass, field
from typing import Any

_UNITS = {"seconds": "s", "minutes": "m", "hours": "h", "days": "d"}


@dataclass
class Remarks:
    """Remarks gathered while a rule is converted, in order."""

    lines: list[str] = field(default_factory=list)

    def add(self, name: str, why: str) -> None:
        """Say of an option of the rule why it is not in the result."""
        self.lines.append(f"{name}: {why}")


def span(said: Any, name: str, remarks: Remarks) -> str | None:
    """`{hours: 4}` as `4h`; several units are added up in the smallest. None, with a remark, when it is no span."""
    if isinstance(said, dict) and set(said) <= {*_UNITS, "weeks"} and said:
        days = said.get("days", 0) + 7 * said.get("weeks", 0)
        parts = {unit: said.get(unit, 0) for unit in _UNITS} | {"days": days}
        seconds = int(sum(parts[unit] * size for unit, size in zip(_UNITS, (1, 60, 3600, 86400), strict=True)))
        for unit, size in (("d", 86400), ("h", 3600), ("m", 60), ("s", 1)):
            if seconds and seconds % size == 0:
                return f"{seconds // size}{unit}"
    remarks.add(name, f"{said!r} is no span of time here")
    return None
