"""Templates, indices and aliases: made when missing, brought up to date when not, harmless when repeated."""

from typing import Any

from elasticsearch import BadRequestError, Elasticsearch

from processors.index import templates
from processors.index.capabilities import Capabilities, probe
from processors.index.client import SearchError, session
from processors.index.mapping import Mapping
from processors.index.names import INDICES, Index
from processors.settings import SearchSettings


class NeedsMigrationError(SearchError):
    """Raised when an index has fields that cannot become what we need."""


def init(settings: SearchSettings) -> list[str]:
    """Put everything in place and say what was done, line by line; nothing when all was there.

    Raises SearchError when the server cannot be reached, or holds an index that cannot become what we need.
    """
    with session(settings) as client:
        able = probe(client)
        templates.put(client, settings.prefix, able)
        return [line for index in INDICES for line in put(client, index, settings.prefix, able)]


def put(client: Elasticsearch, index: Index, prefix: str, able: Capabilities) -> list[str]:
    """One kind: made, brought up to date, or left as it is. Raises NeedsMigrationError."""
    there = live(client, index, prefix)
    if there is not None:
        return _update(client, index, prefix, there, templates.fields(index, able))
    if index.stream and able.streams:
        client.indices.create_data_stream(name=index.read(prefix))
        return [f"created the data stream {index.read(prefix)}"]
    name = index.name(prefix)
    try:
        client.indices.create(index=name, aliases=aliases(index, prefix))
    except BadRequestError as error:
        if error.error != "resource_already_exists_exception":  # somebody else was a moment earlier
            raise
    return [f"created {name}, read through {index.read(prefix)}, written through {index.write(prefix)}"]


def live(client: Elasticsearch, index: Index, prefix: str) -> str | None:
    """The index that is written to now, or the data stream; None when there is none."""
    for alias in (index.write(prefix), index.read(prefix)):
        if client.indices.exists_alias(name=alias):
            return max(client.indices.get_alias(name=alias), key=lambda name: index.number(prefix, name))
    for name in (index.read(prefix), index.name(prefix)):
        if client.indices.exists(index=name):
            return name
    return None


def aliases(index: Index, prefix: str) -> dict[str, dict[str, Any]]:
    """The aliases of the index that is in use."""
    return {index.read(prefix): {}, index.write(prefix): {"is_write_index": True}}


def _update(client: Elasticsearch, index: Index, prefix: str, name: str, wanted: Mapping) -> list[str]:
    before = client.indices.get(index=name)
    try:
        there = next(iter(before.values()))["mappings"].get("properties", {})
        client.indices.put_mapping(index=name, properties=_as_indexed(wanted["properties"], there))
    except BadRequestError as error:
        raise NeedsMigrationError(
            f"{name} has fields of another type ({error.error}); it needs a new version: adwatch index migrate"
        ) from error
    if name != index.read(prefix):  # a data stream is found by its own name
        add = [{"add": {"index": name, "alias": alias, **more}} for alias, more in aliases(index, prefix).items()]
        client.indices.update_aliases(actions=add)
    after = client.indices.get(index=name)
    parts = [(each, part) for each in before for part in ("mappings", "aliases")]
    same = all(before[each][part] == after[each][part] for each, part in parts)
    return [] if same else [f"brought {name} up to date"]


def _as_indexed(wanted: Any, there: Any) -> dict[str, Any]:
    """The wanted fields, with an index of their own where they have one already: it cannot be taken away."""
    made = {name: dict(field) for name, field in wanted.items()}
    for name in made.keys() & there.keys():
        if "properties" in made[name]:
            made[name]["properties"] = _as_indexed(made[name]["properties"], there[name].get("properties", {}))
        elif "index" in made[name] and there[name].get("index", True):
            del made[name]["index"]
    return made


def status(settings: SearchSettings) -> dict[str, Any]:
    """What is there: the server, what it lacks, and each kind's index, None where it is missing.

    Of an index its documents, its bytes, what is kept for a rollback, and whether it is closed for writing.
    """
    with session(settings) as client:
        able = probe(client)
        found = {index.kind: _count(client, index, settings.prefix) for index in INDICES}
    return {
        "url": settings.url,
        "kind": settings.kind,
        "version": able.version,
        "reduced": list(able.reduced),
        "indices": found,
    }


def _count(client: Elasticsearch, index: Index, prefix: str) -> dict[str, Any] | None:
    name = live(client, index, prefix)
    alias = index.read(prefix)
    if name is None or not client.indices.exists(index=alias):
        return None
    stats = client.indices.stats(index=alias, metric="store")["_all"]["primaries"]
    documents = client.count(index=alias)["count"]
    kept = [each for each in versions(client, index, prefix) if each != name]
    closed = client.indices.get_settings(index=name, name="index.blocks.write", flat_settings=True)
    return {
        "index": name,
        "documents": documents,
        "bytes": stats["store"]["size_in_bytes"],
        "kept": kept,
        "closed": any(each["settings"].get("index.blocks.write") == "true" for each in closed.values()),
    }


def versions(client: Elasticsearch, index: Index, prefix: str) -> list[str]:
    """Every numbered index of a kind that exists, the oldest first: the one in use and those kept from before."""
    found = client.indices.get(index=f"{index.read(prefix)}-v*", allow_no_indices=True)
    return sorted((name for name in found if index.number(prefix, name)), key=lambda each: index.number(prefix, each))


def drop(settings: SearchSettings) -> None:
    """Delete the indices and templates of this prefix: for tests and benchmarks that used a prefix of their own."""
    with session(settings) as client:
        for index in INDICES:
            there = live(client, index, settings.prefix)
            if there == index.read(settings.prefix):
                client.indices.delete_data_stream(name=there)
        if names := [name for index in INDICES for name in versions(client, index, settings.prefix)]:
            client.indices.delete(index=names)
        templates.drop(client, settings.prefix)
