"""Putting spaces, roles and objects into a Kibana over its HTTP interface. Doing it again changes nothing."""

from collections.abc import Iterator
from typing import Any

import httpx2

from adwatch.errors import KnownError
from adwatch.kibana.model import Space
from adwatch.kibana.objects import OLDEST, ndjson, objects
from adwatch.kibana.settings import KibanaSettings
from adwatch.kibana.spaces import ROLES, SPACES, Role


def apply(settings: KibanaSettings, prefix: str) -> Iterator[str]:
    """Do it, and say what was done, line by line. Raises KnownError when Kibana is away, too old, or refuses."""
    with _Kibana(settings) as kibana:
        version = kibana.version()
        if version < OLDEST:
            raise KnownError(f"Kibana is of version {_dotted(version)}; these objects need {_dotted(OLDEST)} or newer")
        for space in SPACES:
            yield _space(kibana, space)
            yield _import(kibana, space, prefix)
        for role in ROLES:
            yield _role(kibana, role, prefix)


class _Kibana:
    """A connection. Every answer is one that was asked for; all others are a KnownError."""

    def __init__(self, settings: KibanaSettings) -> None:
        login = None
        headers = {"kbn-xsrf": "adwatch"}
        if settings.api_key:
            headers["Authorization"] = f"ApiKey {settings.api_key.get_secret_value()}"
        elif settings.username and settings.password:
            login = (settings.username, settings.password.get_secret_value())
        self._url = settings.url.rstrip("/")
        self._client = httpx2.Client(headers=headers, auth=login, timeout=settings.timeout_s)

    def __enter__(self) -> "_Kibana":
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def version(self) -> tuple[int, int]:
        """Major and minor."""
        number = str(self.send("GET", "/api/status").json()["version"]["number"])
        major, minor = number.split(".")[:2]
        return int(major), int(minor)

    def send(self, method: str, path: str, *also: int, **body: Any) -> httpx2.Response:
        """The answer; `also` are codes that are no error here."""
        try:
            answer = self._client.request(method, self._url + path, **body)
        except httpx2.HTTPError as error:
            raise KnownError(f"Kibana does not answer at {self._url} ({type(error).__name__})") from error
        if answer.is_success or answer.status_code in also:
            return answer
        hint = "; is the login right?" if answer.status_code in (401, 403) else ""
        raise KnownError(f"Kibana refused {method} {path} ({answer.status_code}){hint}")


def _space(kibana: _Kibana, space: Space) -> str:
    wanted = {"id": space.id, "name": space.title, "description": space.description}
    path = f"/api/spaces/space/{space.id}"
    found = kibana.send("GET", path, 404)
    if found.status_code == 404:
        kibana.send("POST", "/api/spaces/space", json=wanted)
        return f"space {space.id}: made"
    there = found.json()
    if all(there.get(name) == value for name, value in wanted.items()):
        return f"space {space.id}: was there"
    kibana.send("PUT", path, json={**there, **wanted})
    return f"space {space.id}: brought up to date"


def _import(kibana: _Kibana, space: Space, prefix: str) -> str:
    file = ("adwatch.ndjson", ndjson(objects(space, prefix)).encode(), "application/ndjson")
    path = f"/s/{space.id}/api/saved_objects/_import"
    done = kibana.send("POST", path, params={"overwrite": "true"}, files={"file": file}).json()
    if not done["success"]:
        wrong = [f"{each['type']} {each['id']}: {each['error']['type']}" for each in done.get("errors", ())]
        raise KnownError(f"Kibana did not take every object of {space.id}: {'; '.join(wrong)}")
    return f"space {space.id}: {done['successCount']} objects are there"


def _role(kibana: _Kibana, role: Role, prefix: str) -> str:
    answer = kibana.send("PUT", f"/api/security/role/{role.name}", 404, json=role.body(prefix))
    if answer.status_code == 404:
        return f"role {role.name}: not made, this Kibana has no security"
    return f"role {role.name}: is there"


def _dotted(version: tuple[int, int]) -> str:
    return ".".join(map(str, version))
