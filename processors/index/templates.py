"""Templates: components with what holds for all indices, and one template a kind with its fields.

Whatever makes an index, also a data stream that begins its next one, finds the same fields and settings.
"""

from typing import Any

from elasticsearch import Elasticsearch

from processors.index.capabilities import Capabilities
from processors.index.expunge import ALLOWED as EXPUNGED_BEYOND
from processors.index.mapping import Mapping, mapping
from processors.index.names import INDICES, Index

# Set, not left to the default: with it an index that nobody searched for a while is refreshed all the same, so that
# what was written is found within five seconds, always. Within one would cost nearly as much again as writing it does.
# An ad that is told again leaves its document of before behind: one in three is such. By default segments are merged,
# ten at a time, as soon as one in five is; merging a document costs more than half of what writing it does.
SETTINGS = {
    "number_of_shards": 1,
    "auto_expand_replicas": "0-1",
    "refresh_interval": "5s",
    "merge.policy.deletes_pct_allowed": 40,
    "merge.policy.segments_per_tier": 20,
    "merge.policy.max_merge_at_once": 20,
    EXPUNGED_BEYOND: 0,  # whoever asks for deletions to be merged away means all of them, as an erasure does
}
SELDOM = {"index.refresh_interval": "60s"}  # every refresh writes a segment, which is merged with others later
LIFECYCLE = {
    "phases": {
        "hot": {"actions": {"rollover": {"max_age": "30d", "max_primary_shard_size": "30gb"}}},
        "delete": {"min_age": "180d", "actions": {"delete": {}}},
    }
}


def fields(index: Index, able: Capabilities) -> Mapping:
    """The strict mapping of an index on a server that is `able`."""
    made = mapping(index.document, able)
    return {**made, "_meta": {"made_for": able.version}}


def own_settings(index: Index, prefix: str, able: Capabilities) -> dict[str, str]:
    """What holds for the indices of one kind beyond what holds for all."""
    followed = {"index.lifecycle.name": _settings(prefix)} if index.stream and able.streams and able.lifecycle else {}
    return followed | (SELDOM if index.seldom else {})


def put(client: Elasticsearch, prefix: str, able: Capabilities) -> None:
    """Put the templates of all kinds, and the lifecycle of data streams where the server has lifecycles."""
    parts = {_settings(prefix): {"index": SETTINGS}, _analysis(prefix): {"index": _analyzers(able)}}
    for name, part in parts.items():
        client.cluster.put_component_template(name=name, template={"settings": part})
    if able.lifecycle:
        client.ilm.put_lifecycle(name=_settings(prefix), policy=LIFECYCLE)
    for index in INDICES:
        streams = index.stream and able.streams
        client.indices.put_index_template(
            name=index.read(prefix),
            index_patterns=[index.read(prefix) if streams else f"{index.read(prefix)}-v*"],
            composed_of=list(parts),
            priority=500,
            template={"mappings": fields(index, able), "settings": own_settings(index, prefix, able)},
            data_stream={} if streams else None,
        )


def drop(client: Elasticsearch, prefix: str) -> None:
    """Delete the templates; missing ones are passed over."""
    gone = client.options(ignore_status=404)
    for index in INDICES:
        gone.indices.delete_index_template(name=index.read(prefix))
    for name in (_settings(prefix), _analysis(prefix)):
        gone.cluster.delete_component_template(name=name)


def _settings(prefix: str) -> str:
    return f"{prefix}-settings"  # the lifecycle has the same name


def _analysis(prefix: str) -> str:
    return f"{prefix}-analysis"


def _analyzers(able: Capabilities) -> dict[str, Any]:
    if not able.folding:
        return {}
    folded = {"type": "custom", "tokenizer": "standard", "filter": ["lowercase", "asciifolding"]}
    return {"analysis": {"analyzer": {"folded": folded}}}
