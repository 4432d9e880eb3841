"""Brings all that is stored to the key of tokens in force. Each step can be done again, and then does nothing."""

import json
from collections.abc import Iterator
from pathlib import Path

from elasticsearch import Elasticsearch

from infra.engines.files import write
from processors.index.names import ACTORS, ADS, ALERTS, CLUSTERS, VAULT, Index
from processors.index.rewrite import Document, rewrite
from processors.link.rekey import rekey
from processors.plumbing.metrics import read_report
from processors.settings import ProcessorSettings
from processors.state import Store
from schemas.tokens import TokenKeys, has_tokens_before

INDICES = (ADS, ALERTS, VAULT, CLUSTERS, ACTORS)
STATES = ("alert", "notify", "health")  # whose values hold tokens, if at all, as they are written elsewhere
FILES = ("searches.jsonl", "silences.jsonl", "link_decisions.jsonl", "known.json")


def running(home: Path, stages: list[str]) -> Iterator[str]:
    """The stages that run on this machine now."""
    for stage in stages:
        report = read_report(home, stage)
        if report is not None and Path(f"/proc/{report.pid}").exists():
            yield stage


def renew(client: Elasticsearch, settings: ProcessorSettings, keys: TokenKeys) -> dict[str, int]:
    """How many contacts, rows, documents and files were brought to the key in force, by store. Raises StageStoppedError
    when a stage has its state open."""
    counts = {"link": _link(settings, keys)}
    counts |= {f"{name} state": _state(settings.state / name, keys) for name in STATES}
    counts |= {index.kind: _documents(client, settings, index, keys) for index in INDICES}
    counts |= {name: _file(settings.home / name, keys) for name in FILES}
    return {name: count for name, count in counts.items() if count}


def old_tokens_in(folder: Path, keys: TokenKeys) -> list[Path]:
    """Files that people own and that name tokens of an older key: rules with lists of contacts, for instance."""
    found = sorted(folder.rglob("*.yml"))
    return [path for path in found if has_tokens_before(keys.generation, path.read_bytes())]


def _link(settings: ProcessorSettings, keys: TokenKeys) -> int:
    folder = settings.state / "link"
    if not folder.exists():
        return 0
    with Store(folder) as store, store.begin() as transaction:
        count = rekey(transaction, keys)
        transaction.commit({})
    return count


def _state(folder: Path, keys: TokenKeys) -> int:
    """Tokens keep their length, so rows can be changed without knowing what is in them."""
    if not folder.exists():
        return 0
    count = 0
    with Store(folder) as store, store.begin() as transaction:
        for table in transaction.tables():
            old = [row for row in transaction.scan(table) if has_tokens_before(keys.generation, row[1])]
            for key, value in old:
                transaction.put(table, key, keys.renewed_bytes(value))
            count += len(old)
        transaction.commit({})
    return count


def _documents(client: Elasticsearch, settings: ProcessorSettings, index: Index, keys: TokenKeys) -> int:
    def renewed(document: Document) -> Document:
        after: Document = json.loads(keys.renewed(json.dumps(document)))
        return after

    return rewrite(client, index, settings.search.prefix, {"match_all": {}}, renewed).changed


def _file(path: Path, keys: TokenKeys) -> int:
    if not path.exists() or not has_tokens_before(keys.generation, path.read_bytes()):
        return 0
    write(path, keys.renewed(path.read_text(encoding="utf-8")), mode=path.stat().st_mode & 0o777)
    return 1
