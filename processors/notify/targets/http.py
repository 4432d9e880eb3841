"""One HTTP address that is posted to again and again over one connection."""

import http.client
import socket
import ssl
from contextlib import suppress
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import NamedTuple
from urllib.parse import urlsplit

from processors.notify.targets.guard import connect
from processors.notify.targets.target import TIMEOUT_S

MAX_ANSWER = 64 * 1024  # bytes that are read of an answer, so that the connection can be used again


class Answer(NamedTuple):
    """What came back."""

    status: int
    retry_after: str


class Poster:
    """Posts to one URL. Redirects are not followed: they would lead past the guard and past what was agreed."""

    def __init__(self, url: str, allow_private: bool, trust: ssl.SSLContext | None) -> None:
        parts = urlsplit(url)
        self._host = parts.hostname or ""
        self._tls = trust if parts.scheme == "https" else None
        self._port = parts.port or (443 if self._tls else 80)
        self._path = parts._replace(scheme="", netloc="").geturl() or "/"
        self._allow_private = allow_private
        self._open: http.client.HTTPConnection | None = None

    def post(self, body: bytes, headers: dict[str, str]) -> Answer:
        """The answer. Raises OSError and http.client.HTTPException when there is none, RefusedError by the guard.

        A connection that was kept may have been closed by the other side meanwhile, even after it took the request:
        it is sent once more over a new one, so a request must carry a key that tells repeats.
        """
        if self._open is not None:
            with suppress(OSError, http.client.HTTPException):
                return self._exchange(self._open, body, headers)
        self.close()
        self._open = self._connected()
        return self._exchange(self._open, body, headers)

    def close(self) -> None:
        """Let go of the connection; the next post makes another."""
        if self._open is not None:
            self._open.close()
            self._open = None

    def _connected(self) -> http.client.HTTPConnection:
        """A connection that never makes another by itself: that one would be in clear and without the guard."""
        connection = http.client.HTTPConnection(self._host, self._port)
        connection.auto_open = 0
        connection.sock = self._encrypted(connect(self._host, self._port, TIMEOUT_S, self._allow_private))
        return connection

    def _encrypted(self, plain: socket.socket) -> socket.socket:
        if self._tls is None:
            return plain
        try:
            return self._tls.wrap_socket(plain, server_hostname=self._host)
        except (OSError, ValueError):
            plain.close()
            raise

    def _exchange(self, connection: http.client.HTTPConnection, body: bytes, headers: dict[str, str]) -> Answer:
        try:
            connection.request("POST", self._path, body, headers)
            response = connection.getresponse()
            response.read(MAX_ANSWER)
        except (OSError, http.client.HTTPException):
            self.close()
            raise
        if response.will_close or not response.isclosed():  # it wants to close, or says more than we care to hear
            self.close()
        return Answer(response.status, response.getheader("Retry-After", ""))


def seconds_to_wait(retry_after: str, now: datetime) -> float | None:
    """What `Retry-After` asks for, in seconds or as a date; None when it asks for nothing that can be understood."""
    if retry_after.isascii() and retry_after.isdigit() and len(retry_after) < 10:
        return float(retry_after)
    try:
        return max(0.0, (parsedate_to_datetime(retry_after) - now).total_seconds())
    except (ValueError, TypeError):
        return None
