"""What a stage counts: for Prometheus, and in a small file for `adwatch demo`, benchmarks and the supervisor."""

from collections.abc import Sequence
from pathlib import Path

import msgspec
import psutil
import structlog
from msgspec.structs import replace
from prometheus_client import Counter, Gauge, Histogram

RECORDS = Counter("adwatch_records", "Records by outcome", ["stage", "outcome"])  # in, out, rejected, retried
REJECTED = Counter("adwatch_rejected", "Records refused, by the reason in their dead letter", ["stage", "reason"])
BATCH_SECONDS = Histogram(
    "adwatch_batch_seconds",
    "From a batch's arrival to its commit",
    ["stage"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30),
)
LAG = Gauge("adwatch_lag_records", "Records before the stage", ["stage", "partition"])
OLDEST = Gauge("adwatch_oldest_unprocessed_seconds", "Age of the oldest record before the stage", ["stage"])
STUCK = Gauge("adwatch_stuck_partitions", "Partitions that have records and give none", ["stage"])
AD_TO_ALERT = Histogram(
    "adwatch_ad_to_alert_seconds",
    "From the sighting of the ad that completed an alert to the alert",
    ["stage"],
    buckets=(0.25, 0.5, 1, 2, 5, 10, 30, 60, 300, 900, 3600, 86400),
)

_ALERTS = 200  # so many of the newest are remembered
_SILENT_S = 30.0  # who has written nothing for so long while others did, and is no process any more, has ended

log = structlog.get_logger()


class Report(msgspec.Struct, kw_only=True):
    """What one process of a stage did since it started. Moments are seconds since 1970."""

    stage: str
    pid: int
    member: int = 1  # which of several processes of the stage
    started_at: float
    written_at: float
    last_record_at: float | None = None
    records_in: int = msgspec.field(name="in", default=0)  # done with, one way or the other
    out: int = 0  # put on the bus, letters to ads.dead not counted
    rejected: int = 0
    retried: int = 0  # given back to be tried again, each time anew
    busy_s: float = 0.0  # from a batch's arrival to its commit
    lag: int | None = None  # records before the stage; None: not known
    owes: bool = False  # something waits in the state that a tick will put out
    oldest_s: float = 0.0  # age of the oldest of them when this was written
    ad_to_alert_s: list[float] = []  # of the newest alerts: from the sighting of the ad to the alert

    def settled(self, records: int, *, out: int, rejected: int) -> None:
        """Count records that are done with."""
        self.records_in += records
        self.out += out
        self.rejected += rejected
        for outcome, count in (("in", records), ("out", out), ("rejected", rejected)):
            RECORDS.labels(self.stage, outcome).inc(count)

    def given_back(self, records: int) -> None:
        """Count records that will come again."""
        self.retried += records
        RECORDS.labels(self.stage, "retried").inc(records)

    def alerted(self, seconds: float) -> None:
        """Note how long an alert took."""
        self.ad_to_alert_s = [*self.ad_to_alert_s[1 - _ALERTS :], seconds]
        AD_TO_ALERT.labels(self.stage).observe(seconds)

    def write(self, home: Path) -> None:
        """Replace the report's file in one step. A full disk is logged and never stops a stage."""
        path = report_path(home, self.stage, self.member)
        half = path.with_suffix(".half")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            half.write_bytes(msgspec.json.encode(self))
            half.replace(path)
        except OSError as error:
            log.warning("report_not_written", path=str(path), error=error.strerror)


def report_path(home: Path, stage: str, member: int = 1) -> Path:
    """Where the report of a process of a stage lies."""
    return home / "run" / (f"{stage}.json" if member == 1 else f"{stage}-{member}.json")


def read_report(home: Path, stage: str) -> Report | None:
    """The latest report of a stage, if there is one: of all its processes together."""
    reports = read_reports(home, stage)
    return together(reports) if reports else None


def read_reports(home: Path, stage: str) -> list[Report]:
    """The latest report of each process of a stage, bar those that have ended while others went on."""
    found = [report for path in _paths(home, stage) if (report := _read(path)) is not None]
    newest = max((report.written_at for report in found), default=0.0)
    return [each for each in found if newest - each.written_at <= _SILENT_S or psutil.pid_exists(each.pid)]


def forget_reports(home: Path, stage: str, above: int) -> None:
    """Take away what processes of an earlier run have left, of which there are no more than so many now."""
    kept = {report_path(home, stage, member) for member in range(1, above + 1)}
    for path in set(_paths(home, stage)) - kept:
        path.unlink(missing_ok=True)


def _paths(home: Path, stage: str) -> list[Path]:
    return [report_path(home, stage), *sorted((home / "run").glob(f"{stage}-[0-9]*.json"))]


def _read(path: Path) -> Report | None:
    try:
        return msgspec.json.decode(path.read_bytes(), type=Report)
    except (OSError, msgspec.DecodeError):
        return None


def together(reports: Sequence[Report]) -> Report:
    """Reports of processes of one stage as one: of the first that is there, with the sums and the worst of all."""
    first = next((report for report in reports if psutil.pid_exists(report.pid)), reports[0])
    lags = [report.lag for report in reports]
    known = [lag for lag in lags if lag is not None]
    seen = [report.last_record_at for report in reports if report.last_record_at is not None]
    return replace(
        first,
        started_at=min(report.started_at for report in reports),
        written_at=min(report.written_at for report in reports),
        last_record_at=max(seen, default=None),
        records_in=sum(report.records_in for report in reports),
        out=sum(report.out for report in reports),
        rejected=sum(report.rejected for report in reports),
        retried=sum(report.retried for report in reports),
        busy_s=sum(report.busy_s for report in reports),
        lag=sum(known) if len(known) == len(lags) else None,
        owes=any(report.owes for report in reports),
        oldest_s=max(report.oldest_s for report in reports),
        ad_to_alert_s=[seconds for report in reports for seconds in report.ad_to_alert_s],
    )


def owes_nothing(home: Path, stage: str, since: float) -> bool:
    """Whether a stage has said after this moment that nothing waits in its state."""
    report = read_report(home, stage)
    return report is not None and report.written_at > since and not report.owes
