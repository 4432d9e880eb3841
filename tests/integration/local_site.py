"""A web site on loopback that answers as a test wants: well, badly, or with malice."""

import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Send = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class LocalSite:
    """Pages by path; `asked` remembers every path that was asked for."""

    base: str
    pages: dict[str, Send] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    connections: int = 0

    @property
    def port(self) -> int:
        return int(self.base.rpartition(":")[2])


def page(body: bytes | str, kind: str = "text/html; charset=utf-8", status: int = 200, **headers: str) -> Send:
    """An ordinary answer."""
    content = body.encode() if isinstance(body, str) else body
    sent = {"Content_Type": kind, "Content_Length": str(len(content)), **headers}

    def send(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in sent.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(content)

    return send


def redirect(to: str) -> Send:
    return page("", status=302, Location=to)


@contextmanager
def local_site(tls: ssl.SSLContext | None = None) -> Iterator[LocalSite]:
    """Serve a site, 404 for what is not there. Answers still being sent are cut at the end."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def setup(self) -> None:
            super().setup()
            site.connections += 1

        def do_GET(self) -> None:
            site.asked.append(self.path)
            try:
                site.pages.get(self.path, page("", status=404))(self)
            except (ConnectionError, TimeoutError):
                self.close_connection = True  # the crawl hung up, as it should

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the name in the base class
            """Silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    if tls:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    site = LocalSite(f"{'https' if tls else 'http'}://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
