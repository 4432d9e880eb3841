"""`adwatch status`: how each stage on this machine is, by what it reports of itself."""

import io
import time
from pathlib import Path
from statistics import quantiles

import msgspec
import psutil
from rich.console import Console
from rich.table import Table

from adwatch import settings
from infra.engines.files import write
from processors.pipeline import STAGES
from processors.plumbing.metrics import Report, read_report

_EVERY_S = 5
_PAGE = (
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>adwatch: stages</title>'
    f'<meta http-equiv="refresh" content="{_EVERY_S}"><style>{{stylesheet}}</style></head>'
    '<body><pre style="font-family:monospace">{code}</pre></body></html>'
)
_COLUMNS = ("stage", "runs", "waiting", "oldest", "in", "out", "rejected", "retried", "ad to alert, 95 of 100")


def run(page: Path | None, as_json: bool) -> int:
    """Print it once, 0 when all stages run and 1 otherwise; with `page`, keep writing it there until Ctrl-C."""
    home = settings.load().home
    reports = _reports(home)
    if page is not None:
        return _keep_writing(page, home)
    if as_json:
        print(msgspec.json.encode(reports).decode())
    else:
        Console().print(table(reports, time.time()))
    return 0 if all(report is not None and _runs(report) for report in reports.values()) else 1


def table(reports: dict[str, Report | None], now: float) -> Table:
    """A line a stage; a stage without a report has never run here."""
    made = Table(title=f"stages at {time.strftime('%Y-%m-%d %H:%M:%S', time.gmtime(now))} UTC")
    for name in _COLUMNS:
        made.add_column(name, justify="left" if name == "stage" else "right")
    for stage, report in reports.items():
        made.add_row(stage, *(_cells(report) if report else ("never",)))
    return made


def html(reports: dict[str, Report | None], now: float) -> str:
    """The same as a page that the browser loads again every few seconds."""
    console = Console(record=True, file=io.StringIO(), width=130)
    console.print(table(reports, now))
    return console.export_html(code_format=_PAGE)


def _keep_writing(page: Path, home: Path) -> int:
    print(f"writing {page} every {_EVERY_S} s; Ctrl-C ends it")
    try:
        while True:
            write(page, html(_reports(home), time.time()), mode=0o644)
            time.sleep(_EVERY_S)
    except KeyboardInterrupt:
        return 0


def _reports(home: Path) -> dict[str, Report | None]:
    return {stage: read_report(home, stage) for stage in STAGES}


def _cells(report: Report) -> tuple[str, ...]:
    counts = (report.records_in, report.out, report.rejected, report.retried)
    took = report.ad_to_alert_s
    slow = f"{quantiles(took, n=20, method='inclusive')[-1]:.1f} s" if len(took) > 1 else "-"
    waiting = "?" if report.lag is None else f"{report.lag:,}"
    return ("yes" if _runs(report) else "no", waiting, f"{report.oldest_s:.1f} s", *(f"{n:,}" for n in counts), slow)


def _runs(report: Report) -> bool:
    """The process of the report is there; one with its number that began later is another."""
    try:
        return psutil.Process(report.pid).create_time() <= report.started_at
    except psutil.NoSuchProcess:
        return False
