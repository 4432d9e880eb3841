"""Who may do what in the search engine, as code: one key a component, each with the least it needs.

For servers with security. Our local engines have none: they listen on loopback only, and say so when they start. Roles
and keys are those of Elasticsearch, to which `adwatch index keys` gives them.
"""

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
    # also of erasures, of the rotation of keys, and of indices that are kept for a rollback
    "purge": {(*OPEN, "vault"): [*SEES, "write", "delete", "delete_index"]},
    "kibana": {(*OPEN, "figures"): ["read", "view_index_metadata"]},
    "report": {("ads", "alerts", "crawls"): SEES, ("figures",): ["manage", "read", "write"]},
}
LOOKS = ["monitor"]  # is the server well?
CLUSTER = {
    "setup": [*LOOKS, "manage_index_templates", "manage_ilm"],
    **dict.fromkeys(("index", "overview", "alert", "console", "report"), LOOKS),
}


def roles(component: str, prefix: str) -> dict[str, Any]:
    """The role descriptors of a component's key."""
    indices = [
        {"names": [f"{prefix}-{kind}*" for kind in kinds], "privileges": privileges}
        for kinds, privileges in COMPONENTS[component].items()
    ]
    return {f"{prefix}-{component}": {"cluster": CLUSTER.get(component, []), "indices": indices}}


def create(client: Elasticsearch, component: str, prefix: str, expiration: str | None) -> str:
    """Make a key for a component and return it, which is the only time it is seen. Raises SearchError."""
    if not answers(client, SECURITY):
        raise SearchError("this server has no security, so it has no keys; let it listen on loopback only")
    made = client.security.create_api_key(
        name=f"{prefix}-{component}", role_descriptors=roles(component, prefix), expiration=expiration
    )
    return str(made["encoded"])
