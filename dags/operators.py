"""Tasks start the `adwatch` command, show what it says, and end it when they are ended."""

import json
import subprocess
import sys
from collections.abc import Sequence
from typing import Any

from airflow.sdk import BaseOperator
from airflow.sdk.exceptions import AirflowException

from dags import retries

# What the exit codes of `adwatch crawl` mean to a scheduler.
FAILURES: dict[int, type[retries.CrawlError]] = {
    2: retries.WrongConfigurationError,
    3: retries.DegradedError,
    4: retries.BlockedError,
    5: retries.UndeliveredError,
}
FIGURES = (
    *("outcome", "pages", "scraped", "acknowledged", "outbox", "lost", "replayed", "durations", "reasons"),
    *("coverage", "seen", "vanished", "dropped", "failed", "blocked", "http", "drift"),
)  # of a report, shown one by one


class Adwatch(BaseOperator):
    """Runs `adwatch ARGUMENTS`, a list of words or a task that gives one.

    Its standard error goes to the task's log as it comes; its output is the result. Raises AirflowException when the
    exit code is not 0. The command is told to end with this process, so that even a killed task leaves none behind.
    """

    template_fields: Sequence[str] = ("arguments",)

    def __init__(self, *, arguments: Any, **options: Any) -> None:
        super().__init__(**options)
        self.arguments = arguments
        self._child: subprocess.Popen[str] | None = None

    def execute(self, context: Any) -> Any:
        code, said = self.call(self.arguments)
        if code:
            raise AirflowException(f"adwatch {' '.join(self.arguments)}: exit code {code}; the reason is above")
        return said

    def call(self, arguments: Sequence[str]) -> tuple[int, Any]:
        """Exit code and output: the JSON of its last line, or its text."""
        command = [sys.executable, "-m", "adwatch.cli", "--with-parent", *arguments]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as self._child:
            printed, _ = self._child.communicate()
            print(printed)
            return self._child.returncode, _result(printed)

    def on_kill(self) -> None:
        """Airflow calls this when the task is to end: the command ends cleanly, and delivers what it has."""
        if self._child is not None:
            self._child.terminate()


class Crawl(Adwatch):
    """Crawls one source. The figures of its report are the task's XComs, and beside its asset when it was good.

    Raises a `CrawlError` by kind of failure, for the retry policy.
    """

    template_fields: Sequence[str] = ("source", "max_pages")

    def __init__(self, *, source: str, max_pages: Any = None, **options: Any) -> None:
        super().__init__(arguments=(), **options)
        self.source, self.max_pages = source, max_pages

    def execute(self, context: Any) -> dict[str, Any]:
        limit = [] if self.max_pages in (None, "", "None") else ["--max-pages", str(self.max_pages)]
        code, said = self.call(["crawl", self.source, "--json", *limit])
        report = said if isinstance(said, dict) else {}
        figures = {name: report[name] for name in FIGURES if name in report}
        for name, value in figures.items():
            context["ti"].xcom_push(key=name, value=plain(value))
        if code:
            raise failure(code, report)(f"{self.source}: exit code {code}: {'; '.join(report.get('reasons', ()))}")
        for asset in self.outlets:
            context["outlet_events"][asset].extra = figures
        return report


class Health(Adwatch):
    """Looks at every source and reports those that are overdue. Its XComs: who is well, and who is not and why."""

    def __init__(self, **options: Any) -> None:
        super().__init__(arguments=("sources", "health", "--report-overdue", "--json"), **options)

    def execute(self, context: Any) -> dict[str, Any]:
        code, rows = self.call(self.arguments)
        if code not in (0, 1) or not isinstance(rows, list):  # 1: some source is not well, which is what we look for
            raise AirflowException(f"sources could not be looked at: exit code {code}; the reason is above")
        unwell = {row["source"]: row["alert_title"] or row["outcome"] for row in rows if not row["well"]}
        found = {"well": [row["source"] for row in rows if row["well"]], "unwell": unwell}
        for name, value in found.items():
            context["ti"].xcom_push(key=name, value=value)
        return found


def failure(code: int, report: dict[str, Any]) -> type[retries.CrawlError]:
    """The kind of failure: one that comes from the site's layout alone will not pass by itself."""
    kind = FAILURES.get(code, retries.EndedError)
    drifted = any(each["kind"] != "structure" for each in report.get("drift", ()))
    return retries.DriftedError if kind is retries.DegradedError and drifted and not report.get("failed") else kind


def plain(figure: Any) -> Any:
    """A figure on one line, for the table that Airflow shows; the whole report is the task's return value."""
    if isinstance(figure, dict):
        return ", ".join(f"{name}: {value}" for name, value in figure.items())
    if isinstance(figure, list):
        return "; ".join(str(each.get("field", each)) if isinstance(each, dict) else str(each) for each in figure)
    return figure


def _result(printed: str) -> Any:
    lines = printed.strip().splitlines()
    try:
        return json.loads(lines[-1]) if lines else {}
    except json.JSONDecodeError:
        return printed
