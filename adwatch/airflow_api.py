"""Airflow's public REST interface, as far as we need it."""

import json
import urllib.error
import urllib.request
from contextlib import suppress
from typing import Any

TRIES = 4  # its small database is locked now and then while the scheduler writes


class BusyError(OSError):
    """Raised when Airflow fails at a call that it would answer at another moment."""


class AlreadyThereError(OSError):
    """Raised when what is to be made is there."""


class AirflowApi:
    """A logged-in client. Every call raises OSError when Airflow does not answer or refuses."""

    def __init__(self, url: str, user: str, password: str) -> None:
        self._url = url
        self._headers = {"Content-Type": "application/json"}
        token = self.send("POST", "/auth/token", {"username": user, "password": password})["access_token"]
        self._headers["Authorization"] = f"Bearer {token}"

    def send(self, method: str, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        """The answer's JSON; empty where there is none."""
        for _ in range(TRIES - 1):
            with suppress(TimeoutError, BusyError):
                return self._once(method, path, body)
        return self._once(method, path, body)

    def _once(self, method: str, path: str, body: dict[str, Any] | None) -> dict[str, Any]:
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self._url + path, data=data, headers=self._headers, method=method)  # noqa: S310 - our own address
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310
                text = answer.read()
        except urllib.error.HTTPError as error:
            if error.code >= 500:
                raise BusyError(f"{method} {path}: {error.code}") from error
            raise AlreadyThereError(path) if error.code == 409 else error from None
        return dict(json.loads(text)) if text else {}

    def dags(self) -> set[str]:
        """Ids of all DAGs that Airflow knows."""
        return {dag["dag_id"] for dag in self.send("GET", "/api/v2/dags?limit=1000")["dags"]}

    def trigger(self, dag: str, run: str, conf: dict[str, Any] | None = None) -> None:
        """Un-pause a DAG and start a run of it."""
        self.send("PATCH", f"/api/v2/dags/{dag}", {"is_paused": False})
        with suppress(AlreadyThereError):  # a try before this one was answered too late
            body = {"logical_date": None, "dag_run_id": run, "conf": conf or {}}
            self.send("POST", f"/api/v2/dags/{dag}/dagRuns", body)

    def state(self, dag: str, run: str) -> str:
        """The state of a run."""
        return str(self.send("GET", f"/api/v2/dags/{dag}/dagRuns/{run}")["state"])

    def make_pools(self, pools: dict[str, dict[str, Any]]) -> None:
        """Make the pools that are missing."""
        there = {pool["name"] for pool in self.send("GET", "/api/v2/pools?limit=1000")["pools"]}
        for name in pools.keys() - there:
            self.send("POST", "/api/v2/pools", {"name": name, **pools[name]})
