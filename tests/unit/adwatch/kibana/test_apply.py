"""Spaces, roles and objects reach Kibana, again and again the same."""

import copy

import pytest
from pydantic import SecretStr

from adwatch.errors import KnownError
from adwatch.kibana.apply import apply
from adwatch.kibana.objects import objects
from adwatch.kibana.settings import KibanaSettings
from adwatch.kibana.spaces import ROLES, SPACES
from tests.unit.adwatch.kibana.stand_in import State, kibana


def applied(state: State, **login: object) -> list[str]:
    """The lines that `apply` says."""
    return list(apply(KibanaSettings.model_validate({"url": state.url, "timeout_s": 10, **login}), "adwatch"))


def test_everything_is_there_afterwards() -> None:
    with kibana() as state:
        lines = applied(state)
    assert list(state.spaces) == [space.id for space in SPACES]
    assert list(state.roles) == [role.name for role in ROLES]
    wanted = {(space.id, each["type"], each["id"]) for space in SPACES for each in objects(space, "adwatch")}
    assert state.objects.keys() == wanted
    assert len(lines) == 2 * len(SPACES) + len(ROLES)
    assert lines[0] == "space adwatch: made"


def test_a_second_time_changes_nothing() -> None:
    with kibana() as state:
        applied(state)
        before = copy.deepcopy((state.spaces, state.roles, state.objects))
        lines = applied(state)
    assert (state.spaces, state.roles, state.objects) == before
    assert lines[0] == "space adwatch: was there"


def test_what_people_changed_is_put_right_and_what_is_theirs_stays() -> None:
    with kibana() as state:
        applied(state)
        whole = copy.deepcopy(state.objects)
        state.spaces["adwatch"] |= {"name": "renamed", "color": "#112233"}
        state.objects["adwatch", "dashboard", "adwatch-triage"]["attributes"]["title"] = "changed"
        state.objects["adwatch", "search", "their-own"] = {}
        lines = applied(state)
    assert lines[0] == "space adwatch: brought up to date"
    assert state.spaces["adwatch"] | {"name": "adwatch", "color": "#112233"} == state.spaces["adwatch"]
    assert state.objects == whole | {("adwatch", "search", "their-own"): {}}


@pytest.mark.parametrize("version", ["8.9.0", "8.19.2", "9.1.0"])
def test_versions_that_are_new_enough(version: str) -> None:
    with kibana(version) as state:
        applied(state)
    assert state.objects


def test_an_older_kibana_is_refused_before_anything_is_written() -> None:
    with kibana("8.8.2") as state, pytest.raises(KnownError, match=r"8\.8; these objects need 8\.9"):
        applied(state)
    assert state.writes == []


def test_without_security_there_are_no_roles_and_it_says_so() -> None:
    with kibana(security=False) as state:
        lines = applied(state)
    assert lines[-1] == "role adwatch-researcher: not made, this Kibana has no security"


@pytest.mark.parametrize(
    ("login", "header"),
    [
        ({}, None),
        ({"username": "setup", "password": SecretStr("x")}, "Basic c2V0dXA6eA=="),
        ({"api_key": SecretStr("abc")}, "ApiKey abc"),
    ],
)
def test_who_we_are(login: dict[str, object], header: str | None) -> None:
    with kibana() as state:
        applied(state, **login)
    assert state.logins == {header}


def test_a_kibana_that_is_away_is_one_clear_line() -> None:
    with kibana() as state:
        pass
    with pytest.raises(KnownError, match="does not answer"):
        applied(state)
