"""Templates, indices and aliases: made when missing, brought up to date when not, harmless when repeated."""

from typing import Any

from elasticsearch import BadRequestError, Elasticsearch

from processors.index.capabilities import Capabilities, probe
from processors.index.client import SearchError, session
from processors.index.mapping import Mapping, mapping
from processors.index.names import INDICES, Index
from processors.settings import SearchSettings

# Set, not left to the default: with it an index that nobody searched for a while is refreshed all the same, so that
# what was written is found within a second, always.
REFRESH = "1s"


def init(settings: SearchSettings) -> list[str]:
    """Put everything in place and say what was done, line by line; nothing when all was there.

    Raises SearchError when the server cannot be reached, or holds an index that cannot become what we need.
    """
    with session(settings) as client:
        able = probe(client)
        client.cluster.put_component_template(name=_settings_name(settings.prefix), template=_settings(able))
        return [line for index in INDICES for line in _put(client, index, settings.prefix, able)]


def _put(client: Elasticsearch, index: Index, prefix: str, able: Capabilities) -> list[str]:
    template = mapping(index.document, able)
    name = index.name(prefix)
    client.indices.put_index_template(
        name=index.read(prefix),
        index_patterns=[f"{index.read(prefix)}-v*"],
        composed_of=[_settings_name(prefix)],
        priority=500,
        template={"mappings": template},
    )
    if client.indices.exists(index=name):
        return _update(client, index, prefix, template)
    _create(client, index, prefix)
    return [f"created {name}, read through {index.read(prefix)}, written through {index.write(prefix)}"]


def _create(client: Elasticsearch, index: Index, prefix: str) -> None:
    aliases = {index.read(prefix): {}, index.write(prefix): {"is_write_index": True}}
    try:
        client.indices.create(index=index.name(prefix), aliases=aliases)
    except BadRequestError as error:
        if error.error != "resource_already_exists_exception":  # somebody else was a moment earlier
            raise


def _update(client: Elasticsearch, index: Index, prefix: str, template: Mapping) -> list[str]:
    name = index.name(prefix)
    before = client.indices.get(index=name)[name]
    try:
        client.indices.put_mapping(index=name, properties=template["properties"])  # type: ignore[arg-type]
    except BadRequestError as error:
        raise SearchError(f"{name} has fields of another type ({error.error}); it needs a new version") from error
    add: list[dict[str, Any]] = [
        {"add": {"index": name, "alias": index.read(prefix)}},
        {"add": {"index": name, "alias": index.write(prefix), "is_write_index": True}},
    ]
    client.indices.update_aliases(actions=add)
    after = client.indices.get(index=name)[name]
    same = all(before[part] == after[part] for part in ("mappings", "aliases"))
    return [] if same else [f"brought {name} up to date"]


def status(settings: SearchSettings) -> dict[str, Any]:
    """What is there: the server, what it lacks, and per kind the index, its documents and its bytes (None: missing)."""
    with session(settings) as client:
        able = probe(client)
        found = {index.kind: _count(client, index, settings.prefix) for index in INDICES}
    return {"url": settings.url, "version": able.version, "reduced": list(able.reduced), "indices": found}


def _count(client: Elasticsearch, index: Index, prefix: str) -> dict[str, Any] | None:
    alias = index.read(prefix)
    if not client.indices.exists_alias(name=alias):
        return None
    indices = sorted(client.indices.get_alias(name=alias))
    stats = client.indices.stats(index=alias, metric="store")["_all"]["primaries"]
    documents = client.count(index=alias)["count"]
    return {"index": ",".join(indices), "documents": documents, "bytes": stats["store"]["size_in_bytes"]}


def drop(settings: SearchSettings) -> None:
    """Delete the indices and templates of this prefix: for tests and benchmarks that used a prefix of their own."""
    with session(settings) as client:
        gone = client.options(ignore_status=404)
        for index in INDICES:
            gone.indices.delete(index=index.name(settings.prefix))
            gone.indices.delete_index_template(name=index.read(settings.prefix))
        gone.cluster.delete_component_template(name=_settings_name(settings.prefix))


def _settings_name(prefix: str) -> str:
    return f"{prefix}-settings"


def _settings(able: Capabilities) -> dict[str, Any]:
    index: dict[str, Any] = {"number_of_shards": 1, "auto_expand_replicas": "0-1", "refresh_interval": REFRESH}
    if able.folding:
        folded = {"type": "custom", "tokenizer": "standard", "filter": ["lowercase", "asciifolding"]}
        index["analysis"] = {"analyzer": {"folded": folded}}
    return {"settings": {"index": index}}
