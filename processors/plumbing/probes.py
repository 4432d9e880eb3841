"""What a stage says of itself over HTTP: /metrics for Prometheus, /live and /ready for what runs it.

On loopback, unless the settings name another address.
"""

import threading
import time
from collections.abc import Callable, Iterable, MutableSequence
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from prometheus_client import make_wsgi_app

from processors.errors import StageStoppedError
from processors.settings import ProcessorSettings

LOADING_S = 300.0  # for word lists and models; they take ten seconds, on a machine that is busy a minute
MOMENTS = 2  # so many moments are kept, 0 for none: when the loop last turned, and since when it loads
_TURNED, _LOADING = range(MOMENTS)


class Probes:
    """Alive: its loop turns, or has not begun. Ready: built, in its group, and not told to stop.

    A loop that does not turn for longer than `max_poll_interval_ms` has lost its partitions to others: start it again.
    So is a stage that loads for LOADING_S. One that waits for Kafka may wait for as long as that takes.
    What the moments are kept in may be shared with another process, which then sees the same as we do.
    """

    def __init__(
        self, settings: ProcessorSettings, stop: threading.Event, moments: MutableSequence[float] | None = None
    ) -> None:
        self._most_s = settings.kafka.max_poll_interval_ms / 1000
        self._stop = stop
        self._moments = [0.0] * MOMENTS if moments is None else moments
        self._joined = False

    def loading(self, now: float | None) -> None:
        """It loads since then; None: it has loaded."""
        self._moments[_LOADING] = now or 0.0

    def turned(self, now: float, *, joined: bool) -> None:
        """The loop has come around; `joined`: partitions have been dealt out to it."""
        self._moments[_TURNED], self._joined = now, joined

    def waiting(self, now: float) -> None:
        """It waits for Kafka in the middle of a batch, which is as good as a turn."""
        if self._moments[_TURNED]:
            self._moments[_TURNED] = now

    def why_not_live(self, now: float) -> str:
        """Empty when alive."""
        turned, loading = self._moments[_TURNED], self._moments[_LOADING]
        if loading and now - loading > LOADING_S:
            return f"has been loading for {now - loading:.0f} s"
        if not turned or now - turned <= self._most_s:
            return ""
        return f"the loop has not turned for {now - turned:.0f} s"

    def why_not_ready(self, _now: float) -> str:
        """Empty when ready."""
        if self._stop.is_set():
            return "told to stop"
        if not self._moments[_TURNED]:
            return "loading, or connecting"
        return "" if self._joined else "waiting for partitions"


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True  # a slow reader never keeps the stage from ending


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name is the base class's
        """A look every few seconds is no event."""


def serve(port: int | None, probes: Probes, host: str = "127.0.0.1") -> Callable[[], None]:
    """Serve until the returned function is called; nothing without a port. A taken port is a StageStoppedError."""
    if port is None:
        return lambda: None
    try:
        server = make_server(host, port, _application(probes), _Server, _Quiet)
    except OSError as error:
        raise StageStoppedError(f"metrics_port {port}: {error.strerror}", "choose another, or none") from error
    thread = threading.Thread(target=server.serve_forever, daemon=True, name="metrics")
    thread.start()

    def end() -> None:
        server.shutdown()
        server.server_close()
        thread.join()

    return end


_Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def _application(probes: Probes) -> _Application:
    metrics: _Application = make_wsgi_app()
    answers = {"/live": probes.why_not_live, "/ready": probes.why_not_ready}

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        why_not = answers.get(environ.get("PATH_INFO", ""))
        if why_not is None:
            return metrics(environ, start_response)
        reason = why_not(time.monotonic())
        status = "503 Service Unavailable" if reason else "200 OK"
        start_response(status, [("Content-Type", "text/plain; charset=utf-8"), ("Cache-Control", "no-store")])
        return [f"{reason or 'yes'}\n".encode()]

    return answer
