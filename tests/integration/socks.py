"""A small SOCKS5 server on loopback (RFC 1928): leads every name to one local port, and counts what passes."""

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from socketserver import BaseRequestHandler, ThreadingTCPServer


@dataclass
class Socks:
    """The running proxy, and the (name, port) of every connection that was asked of it."""

    address: str
    asked: list[tuple[str, int]] = field(default_factory=list)


@contextmanager
def socks_server(leads_to: int) -> Iterator[Socks]:
    """Every name leads to this port on loopback; a numeric address is refused, for then somebody resolved a name."""

    class Handler(BaseRequestHandler):
        def handle(self) -> None:
            greeting = _exactly(self.request, 2)
            _exactly(self.request, greeting[1])
            self.request.sendall(b"\x05\x00")
            kind = _exactly(self.request, 4)[3]
            if kind != 3:  # not a name
                self.request.sendall(b"\x05\x08\x00\x01" + bytes(6))
                return
            name = _exactly(self.request, _exactly(self.request, 1)[0]).decode()
            proxy.asked.append((name, struct.unpack(">H", _exactly(self.request, 2))[0]))
            with socket.create_connection(("127.0.0.1", leads_to)) as there:
                self.request.sendall(b"\x05\x00\x00\x01" + bytes(6))
                back = threading.Thread(target=_pump, args=(there, self.request), daemon=True)
                back.start()
                _pump(self.request, there)
                back.join(10)

    with ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        proxy = Socks(f"socks5://127.0.0.1:{server.server_address[1]}")
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield proxy
        finally:
            server.shutdown()
            thread.join()


def _exactly(connection: socket.socket, count: int) -> bytes:
    data = b""
    while len(data) < count:
        part = connection.recv(count - len(data))
        if not part:
            raise ConnectionError("hung up while greeting")
        data += part
    return data


def _pump(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(65536):
            target.sendall(data)
    with suppress(OSError):
        target.shutdown(socket.SHUT_WR)
