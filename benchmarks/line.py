"""The one JSON line that every benchmark ends with."""

import importlib.metadata
import os
import platform
import subprocess
from pathlib import Path
from typing import Any

import orjson


def line(bench: str, value: float, unit: str, target: float, details: dict[str, Any], compared: tuple[str, ...]) -> str:
    """`value` is the headline figure named in the command's help; `compared` are distributions that matter to it."""
    machine = {
        "commit": _commit(),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "versions": {name: importlib.metadata.version(name) for name in compared},
    }
    record = {"bench": bench, "value": value, "unit": unit, "target": target, "details": {**details, **machine}}
    return orjson.dumps(record).decode()


def _commit() -> str:
    """The commit measured; with "+" when files differ from it, "unknown" outside a checkout."""
    folder = Path(__file__).parent
    try:
        described = subprocess.run(
            ["git", "describe", "--always", "--dirty=+", "--exclude=*"],
            cwd=folder, capture_output=True, text=True, check=True,
        )  # fmt: skip
    except (OSError, subprocess.CalledProcessError):
        return "unknown"
    return described.stdout.strip()
