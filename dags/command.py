"""Starting the `adwatch` command from a task and judging how it ended."""

import json
import subprocess
import sys
from typing import Any

from airflow.sdk.exceptions import AirflowException, AirflowFailException

# What the exit codes of `adwatch crawl` mean to a scheduler: try again later, or wait for a person.
FOR_A_PERSON = {
    2: "the source's configuration is wrong; mend the file the log names",
    4: "the site blocks us or asks for a login or a captcha; that is respected, never worked around",
}
TRY_AGAIN = {
    3: "the crawl was degraded: too few ads, errors or missing fields; see the report above",
    5: "ads could not be handed over; they wait in the outbox and go out with the next crawl",
}


def crawl(source: str, max_pages: int | None = None) -> dict[str, Any]:
    """Run one crawl and return its report.

    The child is told to end with this task (`--with-parent`), so a killed task leaves no crawl behind.

    Raises AirflowFailException (no retry) where a person must act, AirflowException (retried) otherwise.
    """
    limit = [] if max_pages is None else ["--max-pages", str(max_pages)]
    command = [sys.executable, "-m", "adwatch.cli", "crawl", source, "--json", "--with-parent", *limit]
    # Standard error stays the task's own: the log shows the crawl while it runs.
    ended = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
    report = _report(ended.stdout)
    print(json.dumps(report, indent=2))
    if ended.returncode in FOR_A_PERSON:
        raise AirflowFailException(f"{source}: {FOR_A_PERSON[ended.returncode]}")
    if ended.returncode != 0:
        reason = TRY_AGAIN.get(ended.returncode, "the crawl ended without a verdict")
        raise AirflowException(f"{source}: exit code {ended.returncode}: {reason}")
    return report


def _report(printed: str) -> dict[str, Any]:
    """The crawl report, which is the last line printed; empty when the crawl got that far."""
    lines = printed.strip().splitlines()
    try:
        report = json.loads(lines[-1]) if lines else {}
    except json.JSONDecodeError:
        return {}
    return report if isinstance(report, dict) else {}
