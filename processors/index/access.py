"""Who may do what in the search engine, as code: one key or user a component, each with the least it needs.

For servers with security. Our local engines have none: they listen on loopback only, and say so when they start. Roles,
keys and users are those of Elasticsearch, to which `adwatch index keys` and `adwatch index users` give them.
"""

from collections.abc import Mapping
from typing import Any

from elasticsearch import Elasticsearch

from processors.index.capabilities import SECURITY, answers
from processors.index.client import SearchError

SEES = ["read", "view_index_metadata", "maintenance"]  # maintenance: to refresh, so that what was written is found
OPEN = ("ads", "clusters", "actors", "alerts", "crawls", "sightings")  # everything but the vault

# component -> kinds of documents -> what it may do with them
COMPONENTS: dict[str, dict[tuple[str, ...], list[str]]] = {
    "setup": {(*OPEN, "vault", "searches"): ["manage", "read", "write", "view_index_metadata"]},
    "index": {("ads", "crawls", "alerts"): ["index", "create", "write", "view_index_metadata"]},
    "overview": {("ads",): SEES, ("clusters", "actors", "sightings"): ["write", "view_index_metadata"]},
    "alert": {("ads",): SEES, ("searches",): ["manage", "read", "write"]},
    "seal": {("vault",): ["index", "create"]},
    "console": {OPEN: SEES, ("alerts",): [*SEES, "write"]},
    "vault": {("vault",): SEES},
    # also of erasures, of the rotation of keys, and of indices that are kept for a rollback; it monitors when shards no
    # longer keep what was deleted
    "purge": {(*OPEN, "vault"): [*SEES, "monitor", "write", "delete", "delete_index"]},
    "kibana": {(*OPEN, "figures"): ["read", "view_index_metadata"]},
    "report": {("ads", "alerts", "crawls"): SEES, ("figures",): ["manage", "read", "write"]},
    "kibana_setup": {},  # puts our spaces, objects and roles into Kibana
}
COMPONENTS["airflow"] = COMPONENTS["purge"]  # its nightly run is that; what else it does is done on the bus
LOOKS = ["monitor"]  # is the server well?
CLUSTER = {
    "setup": [*LOOKS, "manage_index_templates", "manage_ilm"],
    # Whoever may make roles can make one that may do everything: this login is for one run, and for nobody else.
    "kibana_setup": ["manage_security"],
    "report": [*LOOKS, "manage_index_templates"],  # what the server can do is found out by simulated templates
    **dict.fromkeys(("index", "overview", "alert", "console"), LOOKS),
}
ALSO = {"kibana_setup": ["kibana_admin"]}  # roles that the server brings


def roles(component: str, prefix: str) -> dict[str, Any]:
    """The role descriptors of a component's key."""
    indices = [
        {"names": [f"{prefix}-{kind}*" for kind in kinds], "privileges": privileges}
        for kinds, privileges in COMPONENTS[component].items()
    ]
    return {f"{prefix}-{component}": {"cluster": CLUSTER.get(component, []), "indices": indices}}


def create(client: Elasticsearch, component: str, prefix: str, expiration: str | None) -> str:
    """Make a key for a component and return it, which is the only time it is seen. Raises SearchError."""
    _require_security(client)
    made = client.security.create_api_key(
        name=f"{prefix}-{component}", role_descriptors=roles(component, prefix), expiration=expiration
    )
    return str(made["encoded"])


def put_users(client: Elasticsearch, prefix: str, passwords: Mapping[str, str]) -> list[str]:
    """Give each of these components its role and a user with this password, new or again; say so, line by line.

    Raises SearchError.
    """
    _require_security(client)
    done = []
    for component, password in passwords.items():
        ((name, role),) = roles(component, prefix).items()
        client.security.put_role(name=name, **role)
        made = client.security.put_user(username=name, password=password, roles=[name, *ALSO.get(component, ())])
        done.append(f"user {name}: {'made' if made['created'] else 'brought up to date'}")
    return done


def _require_security(client: Elasticsearch) -> None:
    if not answers(client, SECURITY):
        raise SearchError("this server has no security, so no keys and no users; let it listen on loopback only")
