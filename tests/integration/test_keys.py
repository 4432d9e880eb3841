"""Keys with the least that each component needs; made by a stand-in of the documented interface, refused by none."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from pydantic import SecretStr

from processors.index import access
from processors.index.client import SearchError, connect, session
from processors.index.names import INDICES
from processors.settings import SearchSettings
from tests.conftest import Engines


@contextmanager
def secured() -> Iterator[tuple[SearchSettings, list[tuple[str, str, Any, str]]]]:
    """A server that knows its users and makes keys as Elasticsearch does; and what it was asked."""
    asked: list[tuple[str, str, Any, str]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            length = int(self.headers.get("Content-Length", 0))
            body = json.loads(self.rfile.read(length)) if length else None
            asked.append((self.command, self.path, body, self.headers.get("Authorization", "")))
            answer = json.dumps({"id": "1", "name": "n", "api_key": "k", "encoded": "MTpr"}).encode()
            self.send_response(200)
            for name, value in {"X-Elastic-Product": "Elasticsearch", "Content-Type": "application/json"}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def do_PUT(self) -> None:
            self.do_GET()

        def do_POST(self) -> None:
            self.do_GET()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the base class names it so
            return

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield SearchSettings(url=f"http://127.0.0.1:{server.server_address[1]}", prefix="office"), asked
        server.shutdown()


def test_a_key_is_made_with_the_roles_of_its_component_and_used() -> None:
    with secured() as (search, asked):
        with session(search) as client:
            key = access.create(client, "seal", search.prefix, "90d")
        method, path, body, _ = asked[-1]
        assert (method, path) == ("PUT", "/_security/api_key")
        assert body["role_descriptors"] == access.roles("seal", "office")
        assert body["expiration"] == "90d"
        with connect(search.model_copy(update={"api_key": SecretStr(key)})) as client:
            client.count(index="office-vault")
        assert asked[-1][3] == f"ApiKey {key}"


@pytest.mark.engines
def test_a_server_without_security_says_so(engines: Engines) -> None:
    with pytest.raises(SearchError, match="has no security"), session(SearchSettings(url=engines.search)) as client:
        access.create(client, "seal", "office", None)


def allowed(component: str, kind: str) -> set[str]:
    return {right for kinds, rights in access.COMPONENTS[component].items() if kind in kinds for right in rights}


def test_few_may_read_the_vault_and_its_writer_may_not() -> None:
    readers = {name for name in access.COMPONENTS if allowed(name, "vault") & {"read", "manage", "all"}}
    assert readers == {"setup", "vault", "purge", "airflow"}
    assert allowed("seal", "vault") == {"index", "create"}


def test_what_is_kept_for_a_rollback_can_be_purged() -> None:
    assert all("delete_index" in allowed("purge", index.kind) for index in INDICES)
    others = [name for name in access.COMPONENTS if name not in ("purge", "airflow", "setup", "report", "alert")]
    assert all(not allowed(name, index.kind) & {"delete_index", "manage"} for name in others for index in INDICES)


def test_every_kind_of_document_is_somebodys_and_nobody_may_do_all() -> None:
    kinds = {kind for kinds in access.COMPONENTS.values() for each in kinds for kind in each}
    assert {index.kind for index in INDICES} <= kinds
    assert all("all" not in allowed(name, kind) for name in access.COMPONENTS for kind in kinds)


def test_a_role_names_the_indices_of_one_installation() -> None:
    (role,) = access.roles("seal", "office").values()
    assert role == {"cluster": [], "indices": [{"names": ["office-vault*"], "privileges": ["index", "create"]}]}
