"""A stand-in of Kibana's documented HTTP interface, as far as `apply` uses it.

It refuses what the documentation says is refused: a write without `kbn-xsrf`, a file of another name, an object twice,
a reference to nothing, an object that is newer than the server.
"""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email.parser import BytesParser
from email.policy import HTTP
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit


class State:
    """What it holds, and what it was asked."""

    def __init__(self, version: str, security: bool) -> None:
        self.version, self.security = version, security
        self.spaces: dict[str, dict[str, Any]] = {}
        self.roles: dict[str, dict[str, Any]] = {}
        self.objects: dict[tuple[str, str, str], dict[str, Any]] = {}  # space, type, id
        self.writes: list[str] = []
        self.logins: set[str | None] = set()
        self.url = ""


@contextmanager
def kibana(version: str = "8.9.0", security: bool = True) -> Iterator[State]:
    """It runs on loopback."""
    state = State(version, security)
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"state": state}))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    state.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield state
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    state: State

    def log_message(self, *_: object) -> None:
        """Nothing."""

    def do_GET(self) -> None:
        self.state.logins.add(self.headers["Authorization"])
        path = urlsplit(self.path).path
        if path == "/api/status":
            self._answer(200, {"version": {"number": self.state.version}})
        elif path.startswith("/api/spaces/space/"):
            found = self.state.spaces.get(path.rsplit("/", 1)[1])
            self._answer(200 if found else 404, found or {"statusCode": 404})
        else:
            self._answer(404, {})

    def do_POST(self) -> None:
        body, path = self._body(), urlsplit(self.path)
        if body is None:
            return
        if path.path == "/api/spaces/space":
            space = json.loads(body)
            there = space["id"] in self.state.spaces
            self.state.spaces.setdefault(space["id"], space)
            self._answer(409 if there else 200, space)
        elif path.path.endswith("/api/saved_objects/_import"):
            self._import(path.path.split("/")[2], body, "overwrite=true" in path.query)
        else:
            self._answer(404, {})

    def do_PUT(self) -> None:
        body, path = self._body(), urlsplit(self.path).path
        if body is None:
            return
        name = path.rsplit("/", 1)[1]
        if path.startswith("/api/spaces/space/") and name in self.state.spaces:
            self.state.spaces[name] = json.loads(body)
            self._answer(200, self.state.spaces[name])
        elif path.startswith("/api/security/role/") and self.state.security:
            self.state.roles[name] = json.loads(body)
            self._answer(204, None)
        else:
            self._answer(404, {})

    def _body(self) -> bytes | None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if not self.headers["kbn-xsrf"]:
            self._answer(400, {"message": "Request must contain a kbn-xsrf header."})
            return None
        self.state.writes.append(f"{self.command} {urlsplit(self.path).path}")
        return body

    def _import(self, space: str, body: bytes, overwrite: bool) -> None:
        content_type = self.headers["Content-Type"].encode()
        message = BytesParser(policy=HTTP).parsebytes(b"Content-Type: " + content_type + b"\r\n\r\n" + body)
        (part,) = message.iter_parts()
        given = [json.loads(line) for line in part.get_content().splitlines()]
        keys = [(space, each["type"], each["id"]) for each in given]
        if not str(part.get_filename()).endswith(".ndjson") or len(set(keys)) < len(keys):
            self._answer(400, {"message": "Bad Request"})
            return
        errors = [error for each in given if (error := self._wrong(space, each, keys, overwrite))]
        if not errors:
            self.state.objects.update(zip(keys, given, strict=True))
        done = {"success": not errors, "successCount": len(given) - len(errors)}
        self._answer(200, {**done, **({"errors": errors} if errors else {})})

    def _wrong(self, space: str, each: Any, keys: list[Any], overwrite: bool) -> Any:
        known = {*keys, *self.state.objects}
        checked = [one for one in each["references"] if one["type"] in ("index-pattern", "search")]
        kind = ""
        if any((space, one["type"], one["id"]) not in known for one in checked):
            kind = "missing_references"
        elif _numbers(each["typeMigrationVersion"]) > _numbers(self.state.version):
            kind = "unknown"
        elif not overwrite and (space, each["type"], each["id"]) in self.state.objects:
            kind = "conflict"
        return {"type": each["type"], "id": each["id"], "error": {"type": kind}} if kind else None

    def _answer(self, code: int, body: Any) -> None:
        content = b"" if body is None else json.dumps(body).encode()
        self.send_response(code)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


def _numbers(version: str) -> list[int]:
    return [int(part) for part in version.split(".")]
