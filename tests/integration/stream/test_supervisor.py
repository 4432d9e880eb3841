"""`adwatch run` with several stages: one process each, started again when that helps, and none left behind."""

import json
import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

import psutil
import pytest
from kafka import KafkaAdminClient

from processors.plumbing.metrics import read_report, read_reports
from processors.settings import ProcessorSettings
from schemas.topics import LINKED, RAW
from tests.integration.streams import ads_on, invented, publish, wait_for

pytestmark = pytest.mark.engines

LONG_S = 180.0  # six processes and a group that is dealt out several times, on a machine that does other things too


@contextmanager
def supervised(settings: ProcessorSettings, until_idle: float | None = None, firsts: int = 1) -> Iterator[psutil.Popen]:
    told = {
        "firsts": firsts,
        "bootstrap": settings.kafka.bootstrap,
        "prefix": settings.kafka.topic_prefix,
        "home": str(settings.home),
        "until_idle": until_idle,
        "poll_ms": settings.kafka.max_poll_interval_ms,
    }
    process = psutil.Popen([sys.executable, "-m", "tests.integration.supervised", json.dumps(told)])
    try:
        yield process
    finally:
        for each in [*process.children(), process] if process.is_running() else []:
            each.kill()
        process.wait(10)


def pid_of(settings: ProcessorSettings, stage: str) -> int:
    report = read_report(settings.home, stage)
    return report.pid if report else 0


def both_at_work(settings: ProcessorSettings) -> bool:
    return all(pid_of(settings, stage) and psutil.pid_exists(pid_of(settings, stage)) for stage in ("first", "second"))


def test_until_idle_runs_the_whole_chain_to_its_end(settings: ProcessorSettings) -> None:
    ads = invented(500)
    publish(settings, ads)

    with supervised(settings, until_idle=2) as process:
        assert process.wait(60) == 0

    assert Counter(ad.key for ad in ads_on(settings, LINKED)) == {ad.key: 1 for ad in ads}
    for stage in ("first", "second"):
        report = read_report(settings.home, stage)
        assert report is not None
        assert (report.records_in, report.lag) == (500, 0)
        assert not psutil.pid_exists(report.pid)


@pytest.mark.parametrize("processes", [2, 4])
def test_several_processes_of_a_stage_share_its_work_and_report_together(
    settings: ProcessorSettings, processes: int
) -> None:
    ads = invented(1000)
    admin = KafkaAdminClient(bootstrap_servers=settings.kafka.bootstrap)
    admin.create_partitions({settings.kafka.topic(RAW.name): 2 * processes})
    admin.close()

    with supervised(settings, firsts=processes) as process:
        wait_for(lambda: len(read_reports(settings.home, "first")) == processes, "a report of each")
        publish(settings, ads[:500])
        wait_for(lambda: len(ads_on(settings, LINKED)) == 500, "the first half", LONG_S)
        os.kill(read_reports(settings.home, "first")[1].pid, signal.SIGKILL)
        publish(settings, ads[500:])
        wait_for(lambda: {ad.key for ad in ads_on(settings, LINKED)} == {ad.key for ad in ads}, "every ad", LONG_S)
        wait_for(lambda: (now := read_report(settings.home, "first")) and now.lag == 0, "nothing before any of them")
        process.terminate()
        assert process.wait(15) == 0

    each = read_reports(settings.home, "first")
    assert [report.member for report in each] == list(range(1, processes + 1))
    assert len({report.pid for report in each}) == processes
    whole = read_report(settings.home, "first")
    assert whole is not None
    assert (whole.lag, whole.out) == (0, sum(report.out for report in each))


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_told_to_end_it_drains_all_and_leaves_no_process(settings: ProcessorSettings, number: signal.Signals) -> None:
    with supervised(settings) as process:
        publish(settings, invented(2000))
        wait_for(lambda: ads_on(settings, LINKED), "the first ads")
        children = process.children()
        assert len(children) == 2

        process.send_signal(number)

        assert process.wait(10) == 0
        assert not any(child.is_running() for child in children)


def test_when_the_supervisor_is_killed_its_stages_end_too(settings: ProcessorSettings) -> None:
    with supervised(settings) as process:
        wait_for(lambda: both_at_work(settings), "both stages")
        children = process.children()
        process.kill()
        _, alive = psutil.wait_procs(children, timeout=15)
        assert alive == []


def test_a_killed_stage_is_started_again_and_nothing_is_lost(settings: ProcessorSettings) -> None:
    with supervised(settings, until_idle=3) as process:
        publish(settings, invented(1000))
        for stage in ("second", "first"):
            wait_for(lambda: both_at_work(settings), "both stages")
            wait_for(lambda: ads_on(settings, LINKED), "the first ads")
            killed = pid_of(settings, stage)
            psutil.Process(killed).kill()
            wait_for(lambda stage=stage, killed=killed: pid_of(settings, stage) != killed, "a new process")  # type: ignore[misc]
        assert process.wait(60) == 0

    out = ads_on(settings, LINKED)
    assert {ad.key for ad in out} == {ad.key for ad in invented(1000)}


def test_stages_that_hang_are_started_again_and_nothing_is_lost(settings: ProcessorSettings) -> None:
    kafka = settings.kafka.model_copy(update={"max_poll_interval_ms": 10_000})
    settings, hangs = settings.model_copy(update={"kafka": kafka}), settings.home / "hangs"
    with supervised(settings, until_idle=3) as process:
        wait_for(lambda: both_at_work(settings), "both stages")
        publish(settings, invented(1, title="hang", body=str(hangs)))
        wait_for(hangs.exists, "the second stage to hang")
        pids = [pid_of(settings, stage) for stage in ("first", "second")]
        os.kill(pids[0], signal.SIGSTOP)  # it hears no SIGTERM
        publish(settings, invented(1000))
        assert process.wait(120) == 0
        assert not any(pid_of(settings, stage) in pids for stage in ("first", "second"))

    assert {ad.key for ad in ads_on(settings, LINKED)} == {ad.key for ad in invented(1000)}


def test_a_stage_that_needs_an_operator_ends_all_with_its_code(settings: ProcessorSettings) -> None:
    with supervised(settings) as process:
        wait_for(lambda: both_at_work(settings), "both stages")
        children = process.children()
        publish(settings, invented(1, title="stop"))

        assert process.wait(30) == 78
        assert not any(child.is_running() for child in children)


def test_an_unknown_stage_is_named_with_those_there_are(settings: ProcessorSettings) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "adwatch.cli", "run", "enrich", "polish"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    there = "enrich, seal, link, index, alert, overview, health, file, notify, all"
    assert done.stderr == f"adwatch: no such stage: polish; there are: {there}\n"
