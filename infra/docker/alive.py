"""The health check of a container: each stage named, or each that ever ran, has written its report lately."""

import json
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path

LATELY_S = 120
TARGETS = "notify-targets.json"  # how targets of notifications do, as of whenever that last changed


def late(reports: Path, now: float, stages: Sequence[str] = ()) -> list[str]:
    """Stages whose report is older than that or cannot be read, and a word when there is none at all.

    Further processes of a stage have a number behind its name.
    """
    if stages:
        found = [path for stage in stages for path in (reports / f"{stage}.json", *_further(reports, stage))]
    else:
        found = sorted(path for path in reports.glob("*.json") if path.name != TARGETS)
    return [path.stem for path in found if not _fresh(path, now)] or ([] if found else ["no stage has reported"])


def _further(reports: Path, stage: str) -> list[Path]:
    return sorted(reports.glob(f"{stage}-[0-9]*.json"))


def _fresh(path: Path, now: float) -> bool:
    try:
        return bool(now - json.loads(path.read_text(encoding="utf-8"))["written_at"] <= LATELY_S)
    except (OSError, ValueError, KeyError, TypeError):
        return False


if __name__ == "__main__":
    sys.exit(", ".join(late(Path(os.environ["ADWATCH_HOME"]) / "run", time.time(), sys.argv[1:])) or 0)
