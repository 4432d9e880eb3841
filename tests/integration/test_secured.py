"""The users of infra/compose.yml on a real Elasticsearch with security: each can do its work, and nothing else."""

import json
import subprocess
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from elasticsearch import ApiError
from pydantic import SecretStr
from typer.testing import CliRunner

from adwatch.cli import app
from adwatch.people import Person
from adwatch.reader import Reader
from adwatch.retention import erase, purge
from adwatch.retention.profile import load as load_profile
from adwatch.review import desk, steps
from processors.index import access, build, build_alert_file, build_crawl_file, build_overview, migrate, setup
from processors.index.client import SearchError, connect, session
from processors.index.names import INDICES
from processors.index.owed import owes
from processors.index.refusals import DONE
from processors.index.standing import build_finder
from processors.pipeline import STAGES
from processors.settings import ProcessorSettings, SearchSettings, SecretSettings
from processors.stage import Emit
from processors.state import MemoryTransaction
from processors.vault import new_key
from tests import factories
from tests.integration.secured import PASSWORD, running_secured
from tests.integration.test_compose_commands import run
from tests.integration.test_searches import BATCH, QUERIES, saved
from tests.unit.infra.test_compose import ROOT, Services, services

pytestmark = pytest.mark.engines
PREFIX = "adwatch"
KEYS = SecretSettings(token_key=SecretStr("of tests"), url_key=SecretStr("too"), vault_key=SecretStr(new_key()))
AD = factories.scored_ad(cluster_size=2, actor_ads=2)


@pytest.fixture(scope="module")
def secrets(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("secrets")
    subprocess.run([str(ROOT / "infra" / "docker" / "make-secrets"), str(folder)], check=True)
    return folder


@pytest.fixture(scope="module")
def every(secrets: Path) -> Services:
    """All services, with the secrets where they are here."""
    found: Services = json.loads(json.dumps(services("*")).replace("/run/secrets", str(secrets)))
    return found


@pytest.fixture(scope="module")
def server(secrets: Path, every: Services, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """With users and indices, made by the very commands of the compose file."""
    home = tmp_path_factory.mktemp("home")
    with running_secured(secrets) as url:
        here = {"ADWATCH_SEARCH__URL": url}
        for said in ("made", "brought up to date"):
            assert f"user adwatch-seal: {said}" in run(every["setup-users"], home, **here)
        assert f"created {PREFIX}-ads-v1" in run(every["setup-indices"], home, **here)
        yield url


@pytest.fixture(scope="module")
def login(server: str, secrets: Path) -> Callable[[str], SearchSettings]:
    """The settings with which a component logs in, `elastic` too."""

    def settings(component: str) -> SearchSettings:
        own = ("elastic", PASSWORD) if component == "elastic" else (f"{PREFIX}-{component}", f"search_{component}")
        password = SecretStr((secrets / own[1]).read_text().strip())
        return SearchSettings(url=server, username=own[0], password=password)

    return settings


Login = Callable[[str], SearchSettings]


@pytest.fixture
def work(login: Login, tmp_path: Path) -> Callable[[str], ProcessorSettings]:
    return lambda component: ProcessorSettings(search=login(component), secrets=KEYS, home=tmp_path)


Work = Callable[[str], ProcessorSettings]


def test_each_component_can_do_its_work(work: Work, login: Login, bus: ProcessorSettings) -> None:
    """In the order of the flow: what one writes, the next one finds."""
    index = work("index")
    assert [type(each) for each in build(index)([AD, *BATCH])] == [Emit] * (1 + len(BATCH))
    assert build_alert_file(index)([factories.alert(ads=(AD.ad_id,))]) == [Emit()]
    assert build_crawl_file(index)([factories.crawl_report()]) == [DONE]

    seal: Any = STAGES["seal"].build(work("seal"))
    assert seal([factories.enriched_ad(ad_id=AD.ad_id)]) == [DONE]

    overview, tx = build_overview(work("overview")), MemoryTransaction()
    assert [overview(news, tx) for news in ([AD, factories.sighting()], [], [])] == [[DONE, DONE], [], []]
    assert not owes(tx)

    wanted = [saved(name, query) for name, query in QUERIES.items()]
    assert build_finder(work("alert"))(BATCH, wanted)

    with Reader(login("console")) as reader:
        assert reader.ad(AD.ad_id) is not None
        reader.refresh_crawls()  # shown within five seconds else
        assert reader.last_crawl(factories.crawl_report().source) is not None
    ana = Person("ana", "office")
    taken = desk.step(work("console"), factories.alert().alert_id, ana, steps.acknowledge)
    assert taken.state == "acknowledged"

    with Reader(login("vault")) as reader:
        assert reader.sealed(AD.ad_id) is not None

    eraser = work("purge").model_copy(update={"kafka": bus.kafka})
    with session(eraser.search) as client:
        assert erase.with_tokens(client, PREFIX, ["phone-x"]) == erase.in_escalated(client, PREFIX, [AD.ad_id]) == set()
        report = erase.erase(client, eraser, [AD.ad_id], factories.NOON)
    assert (report.erased["vault"], report.left) == (1, {})
    later = factories.NOON + timedelta(days=3000)
    for component in ("purge", "airflow"):
        settings = work(component)
        with session(settings.search) as client:
            done = purge.purge(client, settings, load_profile(settings), later, lambda _: None)
        assert done.left == {}
        assert bool(done.done) == (component == "purge")  # the other one finds nothing left


# What docs/docker.md says can be done by hand, and in which service.
BY_HAND = [
    ("desk", ["search", "text", "farm"]),
    ("desk", ["search", "moving"]),
    ("desk", ["search", "price", "EUR/hour"]),
    ("desk", ["alerts", "list"]),
    ("desk", ["searches", "list"]),
    ("desk", ["lookup", "--purpose", "investigation", "--reason", "Number named in report 7", "--by", "ana"]),
    ("desk", ["audit", "verify"]),
    ("vault", ["vault", "status"]),
    ("purge", ["retention", "purge", "--rehearse"]),
    ("purge", ["retention", "purge"]),
    ("setup-indices", ["index", "status"]),
    # what the DAGs start, besides the purge
    ("airflow", ["alerts", "learn"]),
    ("airflow", ["sources", "health", "rss_feed"]),
]


@pytest.mark.parametrize(("name", "command"), BY_HAND, ids=lambda part: part if isinstance(part, str) else part[0])
def test_a_command_by_hand(every: Services, server: str, name: str, command: list[str], tmp_path: Path) -> None:
    here = {"ADWATCH_HOME": str(tmp_path), "ADWATCH_SEARCH__URL": server}
    said = "+44 7700 900123" if command[0] == "lookup" else None
    done = CliRunner().invoke(app, command, env={**every[name]["environment"], **here}, input=said)
    assert done.exit_code == 0, done.output


REFUSED = [
    ("index", "GET", "adwatch-vault/_search"),
    ("index", "DELETE", "adwatch-ads-v1"),
    ("index", "PUT", "adwatch-clusters-v1/_doc/1"),
    ("overview", "PUT", "adwatch-ads-v1/_doc/1"),
    ("overview", "GET", "adwatch-vault/_search"),
    ("alert", "PUT", "adwatch-ads-v1/_doc/1"),
    ("alert", "GET", "adwatch-vault/_search"),
    ("seal", "GET", "adwatch-vault/_search"),
    ("seal", "GET", "adwatch-ads/_search"),
    ("seal", "DELETE", "adwatch-vault-v1/_doc/1"),
    ("console", "GET", "adwatch-vault/_search"),
    ("console", "PUT", "adwatch-ads-v1/_doc/1"),
    ("vault", "GET", "adwatch-ads/_search"),
    ("vault", "PUT", "adwatch-vault-v1/_doc/1"),
    ("purge", "GET", "_cluster/settings"),
    ("airflow", "GET", "_cluster/settings"),
    ("setup", "GET", "other/_search"),
    ("kibana_setup", "GET", "adwatch-vault/_search"),
]


@pytest.mark.parametrize(("component", "method", "path"), REFUSED)
def test_a_component_can_do_nothing_else(login: Login, component: str, method: str, path: str) -> None:
    body: dict[str, Any] | None = {} if method == "PUT" else None
    headers = {"accept": "application/json", "content-type": "application/json"}
    with connect(login(component)) as client, pytest.raises(ApiError) as refused:
        client.perform_request(method, f"/{path}", headers=headers, body=body)
    assert (refused.value.status_code, refused.value.error) == (403, "security_exception")


@pytest.mark.parametrize("component", sorted(access.COMPONENTS.keys() - {"kibana_setup", "kibana", "report"}))
def test_nobody_but_the_superuser_makes_users(login: Login, component: str) -> None:
    with pytest.raises(SearchError, match=r"refused \(403, security_exception"), session(login(component)) as client:
        client.security.put_user(username="other", password="x" * 16, roles=["superuser"])


def test_a_wrong_password_is_told(login: Login) -> None:
    wrong = login("seal").model_copy(update={"password": SecretStr("x" * 20)})
    with pytest.raises(SearchError, match=r"refused \(401"), session(wrong) as client:
        client.count(index=f"{PREFIX}-vault")


def test_a_key_has_the_rights_of_its_component(login: Login) -> None:
    with session(login("elastic")) as client:
        key = access.create(client, "vault", PREFIX, "1d")
    search = SearchSettings(url=login("vault").url, api_key=SecretStr(key))
    with session(search) as client:
        assert client.count(index=f"{PREFIX}-vault")["count"] >= 0
        with pytest.raises(ApiError) as refused:
            client.count(index=f"{PREFIX}-ads")
    assert refused.value.status_code == 403


def test_kibanas_own_user_gets_its_password(login: Login, every: Services, secrets: Path, server: str) -> None:
    (script,) = every["kibana-user"]["command"]
    script = script.replace("$$", "$").replace("http://search:9200", server)
    subprocess.run([*every["kibana-user"]["entrypoint"], script], check=True, timeout=60)
    password = SecretStr((secrets / "kibana_password").read_text().strip())
    kibana = login("seal").model_copy(update={"username": "kibana_system", "password": password})
    with session(kibana) as client:
        assert client.security.authenticate()["username"] == "kibana_system"


def test_whoever_sets_kibana_up_may_manage_kibana_and_roles(login: Login) -> None:
    with session(login("kibana_setup")) as client:
        assert "kibana_admin" in client.security.authenticate()["roles"]
        may = client.security.has_privileges(cluster=["manage_security", "monitor", "manage_index_templates"])
    assert may["cluster"] == {"manage_security": True, "monitor": False, "manage_index_templates": False}


def test_the_server_says_what_it_lacks_to_whoever_may_ask(login: Login) -> None:
    found = setup.status(login("setup"))
    assert all(found["indices"].values())
    assert found["indices"].keys() == {index.kind for index in INDICES}
    assert not any("no security" in line for line in found["reduced"])


def test_whoever_sets_up_moves_indices(login: Login) -> None:
    (told,) = migrate.migrate(login("setup"), frozenset({"ads"}))
    assert told.startswith("ads: moved")
    assert len(migrate.finish(login("setup"))) == 1
