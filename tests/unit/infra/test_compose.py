"""infra/compose.yml and the Dockerfiles, as the compose program and a Dockerfile linter read them. No Docker engine is
needed: both programs come as Python packages."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from infra.docker.alive import LATELY_S, late
from processors.index import access
from processors.pipeline import STAGES

ROOT = Path(__file__).parents[3]
PROGRAMS = Path(sys.executable).parent
COMPOSE = ROOT / "infra" / "compose.yml"
DOCKERFILES = sorted((ROOT / "infra" / "docker").glob("*.Dockerfile"))
PROFILES = ("core", "airflow", "kibana", "monitoring", "hand")
ONCE = {
    "setup-topics", "setup-users", "setup-indices", "kibana-user", "kibana-apply", "spider", "desk", "vault", "officer",
    "purge",
}  # fmt: skip
# What their publishers' images run as, by their documentation.
NOT_ROOT = ("apache/kafka", "docker.elastic.co/elasticsearch/", "docker.elastic.co/kibana/")

Services = dict[str, dict[str, Any]]


def services(profile: str) -> Services:
    """The services of a profile, as compose resolves them; it refuses what its schema does not know."""
    command = [str(PROGRAMS / "docker-compose"), "-f", str(COMPOSE), "--profile", profile, "config", "--format", "json"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    assert done.stderr == ""
    found: Services = json.loads(done.stdout)["services"]
    return found


@pytest.fixture(scope="module")
def every() -> Services:
    """All services."""
    return services("*")


@pytest.mark.parametrize("profile", PROFILES)
def test_a_profile_is_whole(profile: str) -> None:
    """Compose refuses a profile in which a service needs another that is in none of its profiles."""
    assert {"kafka", "search"} <= services(profile).keys()


def test_there_are_no_other_profiles() -> None:
    written = yaml.safe_load(COMPOSE.read_text())["services"].values()
    assert {profile for each in written for profile in each["profiles"]} == set(PROFILES)


def test_compose_refuses_what_its_schema_does_not_know(tmp_path: Path) -> None:
    """So the tests above can fail. The package's exit code is 0 in any case; what is wrong is on standard error."""
    wrong = tmp_path / "compose.yml"
    wrong.write_text(COMPOSE.read_text().replace("read_only: true", "readonly: true"))
    done = subprocess.run(
        [str(PROGRAMS / "docker-compose"), "-f", str(wrong), "--profile", "*", "config", "-q"],
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert "additional properties 'readonly' not allowed" in done.stderr


def test_nobody_is_root_and_nobody_may_become_it(every: Services) -> None:
    for name, each in every.items():
        assert each["cap_drop"] == ["ALL"], name
        assert each["security_opt"] == ["no-new-privileges:true"], name
        assert not each.get("privileged"), name
        user = each.get("user", "").split(":")[0]
        assert (user and user != "0") or each["image"].startswith(NOT_ROOT), name


def test_our_own_file_systems_are_read_only(every: Services) -> None:
    ours = {name: each for name, each in every.items() if each["image"].startswith("adwatch/")}
    assert len(ours) == 17
    for name, each in ours.items():
        assert each["read_only"] is True, name
        assert [volume["target"] for volume in each["volumes"]] == ["/data"], name


def test_versions_are_pinned(every: Services) -> None:
    for name, each in every.items():
        assert each["image"].startswith("adwatch/") or re.search(r":v?\d+\.\d+\.\d+$", each["image"]), name
    for path in DOCKERFILES:
        assert re.search(r"ARG PYTHON=\d+\.\d+\.\d+-", path.read_text()), path
        assert "--require-hashes" in path.read_text()


def test_ports_are_published_on_loopback_only(every: Services) -> None:
    published = [port for each in every.values() for port in each.get("ports", ())]
    assert published
    assert {port["host_ip"] for port in published} == {"127.0.0.1"}


def test_each_service_that_stays_has_a_health_check(every: Services) -> None:
    in_image = {"airflow"}  # HEALTHCHECK of the Dockerfile
    for name, each in every.items():
        checked = each.get("healthcheck", {})
        assert name in ONCE or name in in_image or checked.get("test"), name
        assert name in in_image or (name in ONCE) == (checked.get("disable") is True or not checked), name


def test_secrets_are_files_and_no_value_is_in_the_file(every: Services) -> None:
    for name, each in every.items():
        for variable, value in (each.get("environment") or {}).items():
            if re.search("PASSWORD|SECRET|_KEY|TOKEN", variable):
                assert re.search("_FILE$|_CMD$", variable), (name, variable)
                assert "/run/secrets/" in value or value.endswith("passwords.json"), (name, variable)
        named = set(re.findall(r"/run/secrets/(\w+)", json.dumps(each)))
        assert named <= {one["source"] for one in each.get("secrets", ())}, name


def test_no_secret_is_an_argument_of_a_program(every: Services) -> None:
    """Arguments are seen by everybody on the host; what a shell prints by itself into a pipe is not."""
    piped = re.compile(r"""printf '[^']*' "\$\$\(cat /run/secrets/\w+\)\"""")
    scripts = [each.get("healthcheck", {}).get("test", ()) for each in every.values()]
    scripts += [each.get("command") or () for each in every.values()]
    lines = [line for script in scripts for line in script if "curl" in line]
    assert sum(bool(piped.search(line)) for line in lines) == 2
    assert [line for line in lines if "/run/secrets" in piped.sub("", line)] == []


def test_no_secret_is_copied_into_an_image() -> None:
    lines = (ROOT / ".dockerignore").read_text().splitlines()
    assert lines.index("infra/secrets") > lines.index("!infra")  # the last line that fits a path decides
    assert {Path(one["file"]).parent.name for one in yaml.safe_load(COMPOSE.read_text())["secrets"].values()} == {
        "secrets"
    }


def test_data_is_in_named_volumes(every: Services) -> None:
    for name, each in every.items():
        for volume in each.get("volumes", ()):
            assert volume["type"] == "volume" or volume["read_only"] is True, name


# Who works with which secret. The key of tokens brings old tokens up to date in every stage that takes ads or alerts.
SECRETS = {
    "setup-topics": set(),
    "setup-users": {"elastic_password"},  # and every user's password, see below
    "setup-indices": {"search_setup"},
    "enrich": {"token_key", "url_key"},
    "seal": {"search_seal", "token_key", "vault_key"},
    "link": {"token_key"},
    "index": {"search_index", "token_key"},
    "alert": {"search_alert", "token_key"},
    "overview": {"search_overview"},
    "notify": {"token_key"},
    "spider": set(),
    "desk": {"search_console", "token_key"},
    "vault": {"search_vault", "token_key", "vault_key"},
    "officer": {"url_key"},
    "purge": {"search_purge"},
    "airflow": {"search_airflow", "airflow_key", "airflow_jwt"},
    "kibana-apply": {"search_kibana_setup"},
    "search": {"elastic_password"},
    "kibana-user": {"elastic_password", "kibana_password"},
    "kibana": {"kibana_password", "kibana_key"},
    "kafka": set(),
    "prometheus": set(),
}


def test_each_service_gets_the_secrets_that_it_works_with_and_no_other(every: Services) -> None:
    given = {name: {one["source"] for one in each.get("secrets", ())} for name, each in every.items()}
    users = {name for name in given["setup-users"] if name.startswith("search_")}
    assert users == {name for name in set().union(*SECRETS.values()) if name.startswith("search_")}
    assert {**given, "setup-users": given["setup-users"] - users} == SECRETS
    for name, each in every.items():
        used = set(re.findall(r"/run/secrets/(\w+)", json.dumps({**each, "secrets": ()})))
        assert used == given[name] - (users if name == "setup-users" else set()), name


def test_each_service_of_ours_is_a_user_of_its_own_with_the_rights_of_its_component(every: Services) -> None:
    logins: dict[str, tuple[str, str]] = {}
    for name, each in every.items():
        variables = each.get("environment") or {}
        for part in ("SEARCH", "KIBANA"):
            if user := variables.get(f"ADWATCH_{part}__USERNAME"):
                logins[name] = user, Path(variables[f"ADWATCH_{part}__PASSWORD_FILE"]).name
    assert logins.pop("setup-users") == ("elastic", "elastic_password")
    assert len(set(logins.values())) == len(logins) == 10
    for user, secret in logins.values():
        component = user.removeprefix("adwatch-")
        assert component in access.COMPONENTS
        assert secret == f"search_{component}"


def test_every_stage_runs_once(every: Services) -> None:
    run = [
        stage for each in every.values() if (each.get("command") or [""])[0] == "run" for stage in each["command"][1:]
    ]
    assert sorted(run) == sorted(STAGES)
    for name, each in every.items():
        if (each.get("command") or [""])[0] == "run":
            assert each["healthcheck"]["test"][3:] == each["command"][1:], name


def test_all_data_of_ours_is_in_one_volume_which_an_erasure_reaches(every: Services) -> None:
    ours = {name: each for name, each in every.items() if each["image"].startswith("adwatch/")}
    assert {(volume["source"], volume["target"]) for each in ours.values() for volume in each["volumes"]} == {
        ("home", "/data")
    }
    assert {each["environment"]["ADWATCH_HOME"] for each in ours.values()} == {"/data"}


def test_whoever_looks_into_the_state_of_linking_has_another_process_number(every: Services) -> None:
    assert every["link"]["init"] is False  # so it is number 1
    assert all(every[name]["init"] is True for name in ("purge", "airflow"))


@pytest.mark.parametrize("path", DOCKERFILES, ids=lambda path: path.stem)
def test_a_dockerfile_has_nothing_that_the_linter_knows(path: Path) -> None:
    done = subprocess.run(
        [str(PROGRAMS / "hadolint"), str(path)], capture_output=True, text=True, check=False, timeout=60
    )
    assert (done.returncode, done.stdout) == (0, "")


@pytest.mark.parametrize("path", DOCKERFILES, ids=lambda path: path.stem)
def test_what_a_dockerfile_copies_is_there_and_reaches_the_builder(path: Path) -> None:
    kept = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    for line in re.findall(r"^COPY (?!--from)(?:--chmod=\d+ )?(.+) \S+$", path.read_text(), flags=re.M):
        for copied in line.split():
            assert (ROOT / copied).exists()
            assert copied == "." or copied.split("/")[0] in kept
    assert "USER 1000:1000" in path.read_text()


def test_all_packages_reach_the_builder() -> None:
    kept = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests", "benchmarks"}
    assert packages <= kept
    assert {"catalogue", "requirements"} <= kept
    assert all((ROOT / name).is_dir() for name in kept)


def test_prometheus_asks_each_stage(every: Services) -> None:
    written = yaml.safe_load((ROOT / "infra" / "monitoring" / "prometheus.yml").read_text())
    (job,) = written["scrape_configs"]
    wanted = []
    for name, each in every.items():
        if (each.get("command") or [""])[0] == "run":
            first = int(each["environment"]["ADWATCH_METRICS_PORT"])
            assert each["environment"]["ADWATCH_METRICS_HOST"] == "0.0.0.0"  # noqa: S104  a network of its own
            assert "inside" in each["networks"]
            wanted += [f"{name}:{first + at}" for at in range(len(each["command"]) - 1)]
    ((_, targets),) = job["static_configs"][0].items()
    assert sorted(targets) == sorted(wanted)
    assert len(wanted) == len(STAGES)
    assert list(every["prometheus"]["networks"]) == ["inside"]


@pytest.mark.parametrize(
    ("reports", "late_ones"),
    [
        ({}, ["no stage has reported"]),
        ({"enrich": '{"written_at": 1000}'}, []),
        ({"enrich": '{"written_at": 1000}', "link": f'{{"written_at": {999 - LATELY_S}}}'}, ["link"]),
        ({"enrich": "{"}, ["enrich"]),
        ({"enrich": "[]"}, ["enrich"]),
    ],
)
def test_stages_are_alive_when_each_has_reported_lately(
    tmp_path: Path, reports: dict[str, str], late_ones: list[str]
) -> None:
    for name, content in reports.items():
        (tmp_path / f"{name}.json").write_text(content)
    assert late(tmp_path, now=1000.0) == late_ones


def test_a_container_answers_for_its_own_stages(tmp_path: Path) -> None:
    (tmp_path / "enrich.json").write_text('{"written_at": 1000}')
    (tmp_path / "link.json").write_text('{"written_at": 1}')
    assert late(tmp_path, 1000.0, ["enrich"]) == []
    assert late(tmp_path, 1000.0, ["enrich", "link", "seal"]) == ["link", "seal"]


def test_every_process_of_a_stage_counts_and_nothing_else_does(tmp_path: Path) -> None:
    for name, at in (("enrich", 1000), ("enrich-2", 1), ("link", 1000)):
        (tmp_path / f"{name}.json").write_text(f'{{"written_at": {at}}}')
    (tmp_path / "notify-targets.json").write_text('{"at": "2026-03-01T00:00:00Z"}')
    assert late(tmp_path, 1000.0) == late(tmp_path, 1000.0, ["enrich"]) == ["enrich-2"]
    assert late(tmp_path, 1000.0, ["link"]) == []
