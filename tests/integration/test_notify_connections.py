"""A connection that failed is not made again behind the guard's back or in clear: two posts each, to real servers."""

import http.server
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from processors.notify.targets.errors import RefusedError
from processors.notify.targets.http import Poster
from processors.notify.targets.trust import trusted
from tests.integration.certificates import certificate


class Taking(http.server.BaseHTTPRequestHandler):
    """Takes every post, and keeps the connection."""

    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:  # the name is http.server's
        self.server.bodies.append(self.rfile.read(int(self.headers["Content-Length"])))  # type: ignore[attr-defined]
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Nothing."""


@contextmanager
def server(port: int = 0, keys: tuple[Path, Path] | None = None) -> Iterator[tuple[int, list[bytes]]]:
    """A server's port and the bodies that it took."""
    running = http.server.ThreadingHTTPServer(("127.0.0.1", port), Taking)
    running.daemon_threads, running.block_on_close = True, False
    bodies: list[bytes] = []
    running.bodies = bodies  # type: ignore[attr-defined]
    if keys:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*keys)
        running.socket = context.wrap_socket(running.socket, server_side=True, do_handshake_on_connect=False)
    thread = threading.Thread(target=running.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield running.server_address[1], bodies
    finally:
        running.shutdown()
        thread.join()
        running.server_close()


def test_what_the_guard_refuses_it_refuses_every_time() -> None:
    with server() as (port, bodies):
        poster = Poster(f"http://localhost:{port}/", allow_private=False, trust=None)
        for _ in range(3):
            with pytest.raises(RefusedError):
                poster.post(b"{}", {})
        assert bodies == []


def test_an_encrypted_receiver_that_was_down_gets_nothing_in_clear(tmp_path: Path) -> None:
    keys = certificate(tmp_path)
    with server() as (port, _):
        pass
    poster = Poster(f"https://localhost:{port}/", allow_private=True, trust=trusted(keys[0]))
    with pytest.raises(OSError, match=r"refused"):
        poster.post(b"1", {})
    with server(port) as (_, in_clear):  # somebody else took the port meanwhile
        for _ in range(2):
            with pytest.raises(ssl.SSLError):
                poster.post(b"2", {})
        assert in_clear == []
    with server(port, keys) as (_, bodies):
        assert [poster.post(body, {}).status for body in (b"3", b"4")] == [204, 204]
        assert bodies == [b"3", b"4"]
    poster.close()
