"""What a running stage says of itself."""

import socket
import threading
from dataclasses import replace
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from processors.plumbing.metrics import read_report
from processors.settings import ProcessorSettings
from processors.stage import Process
from tests.integration.streams import (
    invented,
    passing,
    publish,
    publish_bytes,
    running,
    stage_of,
    wait_for,
)

pytestmark = pytest.mark.engines


def test_the_report_and_the_metrics_say_what_happened(settings: ProcessorSettings) -> None:
    publish(settings, invented(30))
    publish_bytes(settings, [(b"k", b"poison")])
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]

    with running(stage_of(passing, name="told"), settings.model_copy(update={"metrics_port": port})):
        wait_for(lambda: (report := read_report(settings.home, "told")) and report.lag == 0, "an idle stage")
        page = urlopen(f"http://127.0.0.1:{port}/metrics").read().decode()
        assert [urlopen(f"http://127.0.0.1:{port}/{probe}").status for probe in ("live", "ready")] == [200, 200]

    report = read_report(settings.home, "told")
    assert report is not None
    assert (report.records_in, report.out, report.rejected, report.retried) == (31, 30, 1, 0)
    assert report.busy_s > 0
    for outcome, count in {"in": 31, "out": 30, "rejected": 1}.items():
        assert f'adwatch_records_total{{outcome="{outcome}",stage="told"}} {count}.0' in page
    assert 'adwatch_lag_records{partition="0",stage="told"} 0.0' in page
    assert 'adwatch_oldest_unprocessed_seconds{stage="told"} 0.0' in page
    assert 'adwatch_rejected_total{reason="undecodable",stage="told"} 1.0' in page


def test_a_stage_that_hangs_while_it_loads_is_not_alive(
    settings: ProcessorSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("processors.plumbing.probes.LOADING_S", 0.0)
    stuck, go_on = threading.Event(), threading.Event()

    def load(_: ProcessorSettings) -> Process:
        stuck.set()
        go_on.wait(60)
        return passing

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    loading = replace(stage_of(passing), build=load)
    with running(loading, settings.model_copy(update={"metrics_port": port})):
        assert stuck.wait(60)
        with pytest.raises(HTTPError, match="503") as told:
            urlopen(f"http://127.0.0.1:{port}/live")
        assert told.value.read().startswith(b"has been loading for ")
        go_on.set()
        wait_for(lambda: alive(port), "a stage that has loaded")


def alive(port: int) -> bool:
    try:
        return bool(urlopen(f"http://127.0.0.1:{port}/live").status == 200)
    except HTTPError:
        return False
