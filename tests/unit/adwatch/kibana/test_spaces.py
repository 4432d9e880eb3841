"""Who may read what."""

from fnmatch import fnmatch

import pytest

from adwatch.kibana.spaces import ROLES, SPACES, Role
from processors.index.names import INDICES

NAMES = {index.kind: index.name("adwatch") for index in INDICES} | {"figures": "adwatch-figures-v1"}


def readable(role: Role) -> set[str]:
    """Kinds of documents that the role's patterns reach."""
    (rights,) = role.body("adwatch")["elasticsearch"]["indices"]
    assert rights["privileges"] == ["read", "view_index_metadata"]
    return {kind for kind, name in NAMES.items() if any(fnmatch(name, pattern) for pattern in rights["names"])}


@pytest.mark.parametrize("role", ROLES, ids=lambda role: role.name)
def test_a_role_reaches_what_it_lists_and_no_more(role: Role) -> None:
    assert readable(role) == set(role.kinds)
    assert "vault" not in readable(role)


def test_a_researcher_reads_aggregates_only() -> None:
    (role,) = (each for each in ROLES if each.name == "adwatch-researcher")
    assert readable(role) == {"figures"}
    assert [view.index.kind for view in role.space.views] == ["figures"]


def test_roles_outside_of_the_work_space_see_no_ads() -> None:
    for role in ROLES:
        if role.space.id != "adwatch":
            assert readable(role).isdisjoint({"ads", "clusters", "actors"})


def test_each_space_has_people() -> None:
    assert {role.space.id for role in ROLES} == {space.id for space in SPACES}
