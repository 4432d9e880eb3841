"""When a stage is alive and when it is ready; and over HTTP, that is 200 and 503."""

import socket
import threading
from collections.abc import Iterator
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from processors.errors import StageStoppedError
from processors.plumbing import metrics  # noqa: F401  they are served once they are known
from processors.plumbing.probes import MOMENTS, Probes, serve
from processors.settings import KafkaSettings, ProcessorSettings

SETTINGS = ProcessorSettings(kafka=KafkaSettings(max_poll_interval_ms=10_000))


@pytest.mark.parametrize(
    ("turned", "joined", "stopped", "now", "live", "ready"),
    [
        (None, False, False, 9999, "", "loading, or connecting"),
        (100, False, False, 101, "", "waiting for partitions"),
        (100, True, False, 110, "", ""),
        (100, True, False, 111, "the loop has not turned for 11 s", ""),
        (100, True, True, 101, "", "told to stop"),
    ],
    ids=["not begun", "not in its group", "well", "hanging", "ending"],
)
def test_alive_and_ready(turned: float | None, joined: bool, stopped: bool, now: float, live: str, ready: str) -> None:
    stop = threading.Event()
    probes = Probes(SETTINGS, stop)
    if turned is not None:
        probes.turned(turned, joined=joined)
    if stopped:
        stop.set()
    assert (probes.why_not_live(now), probes.why_not_ready(now)) == (live, ready)


@pytest.mark.parametrize(
    ("loading", "now", "live"),
    [(100, 399, ""), (100, 401, "has been loading for 301 s"), (None, 9999, "")],
    ids=["loading", "hanging while it loads", "waiting for Kafka"],
)
def test_alive_while_loading(loading: float | None, now: float, live: str) -> None:
    probes = Probes(SETTINGS, threading.Event())
    probes.loading(100)
    probes.loading(loading)
    assert (probes.why_not_live(now), probes.why_not_ready(now)) == (live, "loading, or connecting")


def test_waiting_for_kafka_in_the_middle_of_a_batch_is_as_good_as_a_turn() -> None:
    probes = Probes(SETTINGS, threading.Event())
    probes.waiting(50)
    assert probes.why_not_ready(50) == "loading, or connecting"
    probes.turned(100, joined=True)
    probes.waiting(200)
    assert (probes.why_not_live(210), probes.why_not_live(211)) == ("", "the loop has not turned for 11 s")


def test_who_shares_the_moments_sees_the_same() -> None:
    moments = [0.0] * MOMENTS
    inside, outside = (Probes(SETTINGS, threading.Event(), moments) for _ in range(2))
    inside.loading(100)
    assert outside.why_not_live(401) == "has been loading for 301 s"
    inside.loading(None)
    inside.turned(402, joined=True)
    assert (outside.why_not_live(412), outside.why_not_live(413)) == ("", "the loop has not turned for 11 s")


@pytest.fixture
def port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        number: int = free.getsockname()[1]
        return number


@pytest.fixture
def probes(port: int) -> Iterator[Probes]:
    made = Probes(SETTINGS, threading.Event())
    end = serve(port, made)
    yield made
    end()


def _get(port: int, path: str) -> tuple[int, str]:
    try:
        with urlopen(f"http://127.0.0.1:{port}{path}") as answer:
            return answer.status, answer.read().decode()
    except HTTPError as error:
        return error.code, error.read().decode()


def test_over_http(port: int, probes: Probes) -> None:
    assert _get(port, "/live") == (200, "yes\n")
    assert _get(port, "/ready") == (503, "loading, or connecting\n")
    probes.turned(float("inf"), joined=True)
    assert _get(port, "/ready") == (200, "yes\n")
    status, page = _get(port, "/metrics")
    assert status == 200
    assert "adwatch_records" in page


def test_a_taken_port_stops_the_stage(port: int, probes: Probes) -> None:
    with pytest.raises(StageStoppedError, match=f"metrics_port {port}"):
        serve(port, probes)


def test_without_a_port_nothing_is_served(probes: Probes) -> None:
    serve(None, probes)()


def test_another_address_is_served_when_it_is_named(port: int, probes: Probes) -> None:
    end = serve(port, probes, "127.0.0.2")  # on 127.0.0.1 the port is taken
    try:
        with urlopen(f"http://127.0.0.2:{port}/live") as answer:
            assert answer.status == 200
    finally:
        end()
