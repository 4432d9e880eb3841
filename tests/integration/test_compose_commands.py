"""Every command and environment of infra/compose.yml that needs none of the images, run as a plain process."""

import json
import os
import re
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import psutil
import pytest

from adwatch import __version__, airflow
from adwatch.progress import wait_for
from infra import topics
from processors.index.setup import drop
from processors.settings import ProcessorSettings
from tests.unit.adwatch.kibana.stand_in import kibana
from tests.unit.infra.test_compose import ROOT, services

SECRETS = "/run/secrets"


@pytest.fixture(scope="module")
def secrets(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The secrets, made as the documentation says."""
    folder = tmp_path_factory.mktemp("secrets")
    make = [str(ROOT / "infra" / "docker" / "make-secrets"), str(folder)]
    subprocess.run(make, check=True)
    before = {path.name: path.read_text() for path in folder.iterdir()}
    subprocess.run(make, check=True)
    assert {path.name: path.read_text() for path in folder.iterdir()} == before
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}
    return folder


@pytest.fixture(scope="module")
def every(secrets: Path) -> dict[str, dict[str, Any]]:
    """All services, with the secrets where they are here."""
    found: dict[str, dict[str, Any]] = json.loads(json.dumps(services("*")).replace(SECRETS, str(secrets)))
    assert {one["source"] for each in found.values() for one in each.get("secrets", ())} == {
        path.name for path in secrets.iterdir()
    }
    return found


def run(service: dict[str, Any], home: Path, *more: str, **instead: str) -> str:
    """What a service of ours prints, in its environment but for some addresses."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("ADWATCH_")}
    environment = {**inherited, **service["environment"], "ADWATCH_HOME": str(home), **instead}
    command = [sys.executable, "-m", "adwatch.cli", *service["command"], *more]
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, timeout=280, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.engines
def test_topics_and_indices_are_set_up(every: Any, unprepared: ProcessorSettings) -> None:
    """`test_secured.py` sets up users and indices on a server that knows its users."""
    kafka, search = unprepared.kafka, unprepared.search
    here = {
        "ADWATCH_KAFKA__BOOTSTRAP": kafka.bootstrap, "ADWATCH_KAFKA__TOPIC_PREFIX": kafka.topic_prefix,
        "ADWATCH_KAFKA__PARTITIONS": "1", "ADWATCH_SEARCH__URL": search.url, "ADWATCH_SEARCH__PREFIX": search.prefix,
    }  # fmt: skip
    try:
        run(every["setup-topics"], unprepared.home, **here)
        assert f"created {search.prefix}-ads-v1" in run(every["setup-indices"], unprepared.home, **here)
    finally:
        drop(search)
        topics.delete(kafka.bootstrap, kafka.topic)


def test_kibana_is_set_up_as_its_user(every: Any, tmp_path: Path) -> None:
    with kibana("8.19.21") as state:
        said = run(every["kibana-apply"], tmp_path, ADWATCH_KIBANA__URL=state.url)
    assert "space adwatch: made" in said
    assert all(login and login.startswith("Basic ") for login in state.logins)


def test_the_spider_starts(every: Any, tmp_path: Path) -> None:
    assert "demo_jobs" in run(every["spider"], tmp_path)


def test_the_stages_know_their_command(every: Any, tmp_path: Path) -> None:
    assert "--until-idle" in run(every["index"], tmp_path, "--help", TERM="dumb", COLUMNS="120")


def test_the_settings_of_each_service_are_read(
    every: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, secrets: Path
) -> None:
    from adwatch.settings import load

    monkeypatch.chdir(tmp_path)
    ours = {name: each for name, each in every.items() if each["image"].startswith("adwatch/")}
    for name, each in ours.items():
        with monkeypatch.context() as environment:
            for variable, value in each["environment"].items():
                environment.setenv(variable, value)
            loaded = load()
        assert loaded.kafka.bootstrap == "kafka:9092" or name == "kibana-apply"
        given = {one["source"] for one in each.get("secrets", ())}
        for key in ("token_key", "url_key", "vault_key"):
            value = getattr(loaded.secrets, key)
            assert (value is not None) == (key in given), name
            assert value is None or value.get_secret_value() == (secrets / key).read_text().strip()
        password = (loaded.kibana if name == "kibana-apply" else loaded.search).password
        logins = {path.read_text().strip() for path in secrets.iterdir() if path.name in given}
        assert password is None or password.get_secret_value() in logins


@pytest.mark.airflow
def test_airflow_reads_its_secrets_from_files(every: Any, tmp_path: Path, secrets: Path) -> None:
    environment = {**os.environ, **every["airflow"]["environment"], "AIRFLOW_HOME": str(tmp_path)}
    secret = "print(conf.get('api_auth', 'jwt_secret'), conf.get('api', 'secret_key'))"
    ask = f"from airflow.configuration import conf; {secret}"
    done = subprocess.run(
        [sys.executable, "-c", ask], env=environment, capture_output=True, text=True, check=True, timeout=200
    )
    wanted = [(secrets / name).read_text().strip() for name in ("airflow_jwt", "airflow_key")]
    assert done.stdout.split()[-2:] == wanted


def test_kibana_gets_its_password_from_a_file(every: Any, secrets: Path) -> None:
    service = every["kibana"]
    (script,) = service["command"]
    script = script.replace("$$", "$").replace("exec /usr/local/bin/kibana-docker", "exec env")
    done = subprocess.run([*service["entrypoint"], script], capture_output=True, text=True, check=True, timeout=60)
    given = dict(line.split("=", 1) for line in done.stdout.splitlines() if "=" in line)
    assert given["ELASTICSEARCH_PASSWORD"] == (secrets / "kibana_password").read_text().strip()
    assert len(given["XPACK_ENCRYPTEDSAVEDOBJECTS_ENCRYPTIONKEY"]) >= 32


def test_kibanas_own_user_gets_a_password(every: Any, secrets: Path) -> None:
    service = every["kibana-user"]
    (script,) = service["command"]
    with _listening() as (address, asked):
        script = script.replace("$$", "$").replace("http://search:9200", address)
        subprocess.run([*service["entrypoint"], script], check=True, timeout=60)
    ((path, login, body),) = asked
    assert path == "/_security/user/kibana_system/_password"
    assert login is not None
    assert login.startswith("Basic ")
    assert json.loads(body) == {"password": (secrets / "kibana_password").read_text().strip()}


def test_airflow_runs_as_it_does_without_docker(every: Any, tmp_path: Path) -> None:
    """But for addresses, folders and secrets."""
    here = {name: value for name, value in airflow.environment(tmp_path, 8080).items() if name.startswith("AIRFLOW__")}
    there = every["airflow"]["environment"]
    other = {name for name, value in here.items() if there.get(name) != value}
    assert other == {
        "AIRFLOW__CORE__DAGS_FOLDER",
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE",
        "AIRFLOW__API__HOST",
        "AIRFLOW__API__SECRET_KEY",
        "AIRFLOW__API_AUTH__JWT_SECRET",
        "AIRFLOW__LOGGING__WORKER_LOG_SERVER_PORT",
        "AIRFLOW__LOGGING__TRIGGER_LOG_SERVER_PORT",
    }
    assert {f"{name}_CMD" for name in other if name.endswith(("SECRET", "SECRET_KEY"))} <= there.keys()


def test_the_command_of_the_images() -> None:
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "PYTHONPATH": str(ROOT)}
    command = [str(ROOT / "infra" / "docker" / "adwatch"), "version"]
    done = subprocess.run(command, env=environment, cwd="/", capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == __version__


@pytest.mark.parametrize(("runtime", "service"), [("spider", "spider"), ("airflow", "airflow")])
def test_an_image_does_by_itself_what_compose_has_it_do(every: Any, runtime: str, service: str) -> None:
    *_, command = re.findall(r"^CMD (.+)$", _dockerfile(runtime), flags=re.M)
    assert json.loads(command) == every[service]["command"]


def test_the_stages_health_check(tmp_path: Path) -> None:
    command = _health_check("processor")
    environment = {**os.environ, "ADWATCH_HOME": str(tmp_path)}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stderr.strip()) == (1, "no stage has reported")
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / "enrich.json").write_text(json.dumps({"written_at": time.time()}))
    subprocess.run(command, env=environment, check=True, timeout=60)


def test_airflows_health_check() -> None:
    with _listening() as (address, asked):
        command = [part.replace("http://127.0.0.1:8080", address) for part in _health_check("airflow")]
        subprocess.run(command, check=True, timeout=60)
    assert asked == [("/api/v2/monitor/health", None, "")]
    assert subprocess.run(command, check=False, capture_output=True, timeout=60).returncode == 1


def _dockerfile(runtime: str) -> str:
    return (ROOT / "infra" / "docker" / f"{runtime}.Dockerfile").read_text()


def _health_check(runtime: str) -> list[str]:
    """What a Dockerfile has run to see that all is well, with the paths of this tree."""
    (found,) = re.findall(r"^HEALTHCHECK [^\[]*CMD (.+)$", _dockerfile(runtime).replace("\\\n", ""), flags=re.M)
    first, *rest = json.loads(found)
    assert first == "python"
    return [sys.executable, *(part.replace("/app/", f"{ROOT}/") for part in rest)]


@contextmanager
def _listening() -> Iterator[tuple[str, list[tuple[str, str | None, str]]]]:
    """A server that says yes: its address, and what it was asked."""
    asked: list[tuple[str, str | None, str]] = []

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

        def do_GET(self) -> None:
            self.do_POST()

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"] or 0)).decode()
            asked.append((self.path, self.headers["Authorization"], body))
            self.send_response(200)
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"{}")

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", asked
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _can_count_anew() -> bool:
    """May this account have process numbers of its own?"""
    unshare = shutil.which("unshare")
    return unshare is not None and subprocess.run([unshare, "--pid", "--fork", "true"], check=False).returncode == 0


@pytest.mark.engines
@pytest.mark.skipif(not _can_count_anew(), reason="this account may not count processes anew")
def test_the_state_of_linking_is_read_from_another_container(every: Any, settings: ProcessorSettings) -> None:
    """Two containers count their processes each for itself; LMDB takes equal numbers for one process. And the stage,
    which is number 1 in its container, ends when it is told to."""
    environment = {
        **os.environ, "ADWATCH_HOME": str(settings.home), "ADWATCH_KAFKA__BOOTSTRAP": settings.kafka.bootstrap,
        "ADWATCH_KAFKA__TOPIC_PREFIX": settings.kafka.topic_prefix, "ADWATCH_SECRETS__TOKEN_KEY": "of tests",
    }  # fmt: skip
    apart = ["unshare", "--pid", "--fork", "--kill-child"]
    python = [sys.executable, "-c"]
    look = "from adwatch.retention.link_state import remains; from processors.settings import ProcessorSettings; "
    look += f"print(remains(ProcessorSettings(home={str(settings.home)!r}), ['x']))"
    stage = subprocess.Popen([*apart, sys.executable, "-m", "adwatch.cli", *every["link"]["command"]], env=environment)
    try:
        report = settings.home / "run" / "link.json"
        assert wait_for(report.exists, 60)
        assert json.loads(report.read_text())["pid"] == 1
        same = subprocess.run([*apart, *python, look], capture_output=True, text=True, check=False, timeout=60)
        assert "LockError" in same.stderr  # so the init of the other containers is needed
        with_init = [*apart, "sh", "-c", '"$@"; exit $?', "init", *python, look]
        other = subprocess.run(with_init, capture_output=True, text=True, check=False, timeout=60)
        assert other.stdout.strip() == "0", other.stderr
        (child,) = psutil.Process(stage.pid).children()
        child.terminate()
        assert stage.wait(30) == 0
    finally:
        stage.kill()
        stage.wait()
