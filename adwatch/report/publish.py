"""Putting the public figures where researchers' dashboards find them."""

from datetime import datetime

from elasticsearch import Elasticsearch

from adwatch.report.figures import FIGURES, FigureDocument
from adwatch.report.tables import Tables
from processors.index.bulk import create, write
from processors.index.capabilities import probe
from processors.index.client import SearchError
from processors.index.mapping import mapping
from processors.index.refusals import DONE
from processors.index.setup import aliases, versions


def publish(client: Elasticsearch, prefix: str, made: Tables, now: datetime) -> int:
    """Put these figures in the place of those before, all at once, and return how many cells there are."""
    cells = [
        FigureDocument(made_at=now, kind=table.kind, name=name, value=value, ads=ads)
        for table in made.tables
        for name, row in table.cells.items()
        for value, ads in row.items()
    ]
    before = versions(client, FIGURES, prefix)
    number = FIGURES.number(prefix, before[-1]) + 1 if before else 1
    name = FIGURES.name(prefix, number)
    client.indices.create(index=name, mappings=mapping(FigureDocument, probe(client)))
    actions = [create(f"{at}", cell) for at, cell in enumerate(cells)]
    if any(outcome is not DONE for outcome in write(client, name, actions, require_alias=False)):
        client.indices.delete(index=name)
        raise SearchError("the search engine did not take every figure; those of before stay")
    add = [{"add": {"index": name, "alias": alias, **more}} for alias, more in aliases(FIGURES, prefix).items()]
    client.indices.update_aliases(actions=[*add, *({"remove_index": {"index": each}} for each in before)])
    client.indices.refresh(index=name)
    return len(cells)
