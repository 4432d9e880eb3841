"""The stages' health check in a container: every stage that ran here has written its report lately."""

import json
import os
import sys
import time
from pathlib import Path

LATELY_S = 120


def late(reports: Path, now: float) -> list[str]:
    """Stages whose report is older than that or cannot be read, and a word when there is none at all."""
    found = sorted(reports.glob("*.json"))
    return [path.stem for path in found if not _fresh(path, now)] or ([] if found else ["no stage has reported"])


def _fresh(path: Path, now: float) -> bool:
    try:
        return bool(now - json.loads(path.read_text(encoding="utf-8"))["written_at"] <= LATELY_S)
    except (OSError, ValueError, KeyError, TypeError):
        return False


if __name__ == "__main__":
    sys.exit(", ".join(late(Path(os.environ["ADWATCH_HOME"]) / "run", time.time())) or 0)
