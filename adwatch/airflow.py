"""A small Airflow on this machine: environment, start, health and a stop that leaves no process behind."""

import json
import os
import secrets
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from adwatch.airflow_api import AirflowApi
from adwatch.errors import KnownError
from adwatch.progress import wait_for
from dags import packs
from dags.pools import pools
from infra.engines.ports import claim, pick
from infra.errors import EngineError

REPOSITORY = Path(__file__).resolve().parent.parent
USER = "admin"
HEALTH_S = (
    240.0  # a cold start with its database migration took 12 to 16 s on two idle cores; a busy machine needs more
)


@dataclass(frozen=True)
class Airflow:
    """A running Airflow: where its page is and how to log in."""

    url: str
    user: str
    password: str
    log: Path


def environment(home: Path, port: int) -> dict[str, str]:
    """Settings of a quiet, loopback-only Airflow whose DAGs are ours. `home` is the installation's folder."""
    folder = home / "airflow"
    url = f"http://127.0.0.1:{port}"
    task_logs = pick({port})
    return {
        "ADWATCH_HOME": str(home),
        "AIRFLOW_HOME": str(folder),
        "PYTHONPATH": str(REPOSITORY),
        # `standalone` starts its parts by the name `airflow`, which lies beside this interpreter
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}",
        "AIRFLOW__CORE__DAGS_FOLDER": str(REPOSITORY / "dags"),
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "AIRFLOW__CORE__PARALLELISM": "4",
        "AIRFLOW__CORE__DAGS_ARE_PAUSED_AT_CREATION": "True",  # a crawl starts when a person says so
        "AIRFLOW__CORE__EXECUTION_API_SERVER_URL": f"{url}/execution/",
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_USERS": f"{USER}:admin",
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE": str(folder / "passwords.json"),
        "AIRFLOW__API__HOST": "127.0.0.1",
        "AIRFLOW__API__PORT": str(port),
        "AIRFLOW__API__BASE_URL": url,
        "AIRFLOW__API__WORKERS": "1",
        "AIRFLOW__API_AUTH__JWT_SECRET": secrets.token_hex(32),
        "AIRFLOW__API__SECRET_KEY": secrets.token_hex(32),
        "AIRFLOW__LOGGING__LOGGING_LEVEL": "INFO",
        "AIRFLOW__LOGGING__WORKER_LOG_SERVER_PORT": str(task_logs),
        "AIRFLOW__LOGGING__TRIGGER_LOG_SERVER_PORT": str(pick({port, task_logs})),
        # Default 5 s: the API server prepares itself at its first task, which takes longer on a busy machine.
        "AIRFLOW__WORKERS__EXECUTION_API_TIMEOUT": "60",
        # After a crash, tasks that ran are noticed within half a minute and not after five.
        "AIRFLOW__SCHEDULER__ORPHANED_TASKS_CHECK_INTERVAL": "30",
        "AIRFLOW__DAG_PROCESSOR__REFRESH_INTERVAL": "30",
        "AIRFLOW__USAGE_DATA_COLLECTION__ENABLED": "False",
    }


@contextmanager
def running(home: Path, port: int = 0) -> Iterator[Airflow]:
    """Airflow while the block runs. Raises KnownError when it does not come up; the message names its log."""
    port = _port(port)
    settings = environment(home, port)
    folder = Path(settings["AIRFLOW_HOME"])
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    password = _password(Path(settings["AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE"]))
    log = folder / "airflow.log"
    with log.open("ab") as out:
        # Its own session: a stop must reach every one of its dozen processes.
        parent = subprocess.Popen(
            [sys.executable, "-m", "airflow", "standalone"],
            env={**os.environ, **settings},
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        url = settings["AIRFLOW__API__BASE_URL"]
        if not wait_for(lambda: parent.poll() is not None or healthy(url), HEALTH_S) or parent.poll() is not None:
            raise KnownError(f"Airflow did not become healthy; its log is {log}", exit_code=1)
        _make_pools(AirflowApi(url, USER, password))
        yield Airflow(url=url, user=USER, password=password, log=log)
    finally:
        stop(parent)


def healthy(url: str) -> bool:
    """Whether database, scheduler, DAG processor and triggerer all report health."""
    try:
        with urllib.request.urlopen(f"{url}/api/v2/monitor/health", timeout=5) as answer:  # noqa: S310 - our own address
            parts = json.load(answer)
    except (OSError, ValueError):
        return False
    return all(part.get("status") == "healthy" for name, part in parts.items() if part and part.get("status"))


def stop(parent: "subprocess.Popen[bytes]") -> None:
    """SIGINT, which `airflow standalone` answers with an orderly stop; whoever is left after that is killed."""
    family = _family(parent.pid)
    if parent.poll() is None:
        parent.send_signal(signal.SIGINT)
        try:
            parent.wait(20)
        except subprocess.TimeoutExpired:
            parent.kill()
            parent.wait()
    _, alive = psutil.wait_procs(family, timeout=10)
    for process in alive:
        process.kill()
    psutil.wait_procs(alive, timeout=5)


def _family(pid: int) -> list[psutil.Process]:
    try:
        return psutil.Process(pid).children(recursive=True)
    except psutil.NoSuchProcess:
        return []


def _port(wanted: int) -> int:
    try:
        return claim(wanted, "--port") if wanted else pick()
    except EngineError as error:
        raise KnownError(str(error)) from None


def _make_pools(api: AirflowApi) -> None:
    """A crawl's task waits for ever for a pool that is not there."""
    api.make_pools(pools(packs.readable()))


def _password(path: Path) -> str:
    """The login's password: random, made once, readable by its user only."""
    if path.exists():
        return str(json.loads(path.read_text(encoding="utf-8"))[USER])
    password = secrets.token_urlsafe(12)
    path.touch(mode=0o600)
    path.write_text(json.dumps({USER: password}), encoding="utf-8")
    return password
