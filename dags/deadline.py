"""What happens when a source did not succeed for twice its interval."""

import asyncio
import sys
from datetime import timedelta
from typing import Any

from airflow.sdk import AsyncCallback, DeadlineAlert, DeadlineReference  # type: ignore[attr-defined]

from spiders.cron import longest_gap
from spiders.source import Source

INTERVALS = 2


def deadline_of(source: Source) -> DeadlineAlert | None:
    """An alert for each run that did not succeed two intervals after it was to start; none without a schedule."""
    gap = longest_gap(source.schedule) if source.schedule and source.enabled else timedelta()
    if not gap:
        return None
    return DeadlineAlert(
        reference=DeadlineReference.DAGRUN_QUEUED_AT,
        interval=INTERVALS * gap,
        callback=AsyncCallback(report_overdue, kwargs={"source": source.name}),
    )


async def report_overdue(source: str, **_: Any) -> None:
    """Lets `adwatch` look whether the source is overdue (a later run may have succeeded) and open its alert if so."""
    command = [sys.executable, "-m", "adwatch.cli", "sources", "health", source, "--report-overdue"]
    child = await asyncio.create_subprocess_exec(*command)
    await child.wait()
