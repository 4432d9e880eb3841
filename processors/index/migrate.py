"""A new index for a kind of document moves in, and out again, while stages write and people search.

The new index gets a copy of the old one, and copies of what is written meanwhile, until little is left. Then the old
one is closed for writing: stages wait, which they do by themselves, and nobody else can have written when the rest is
copied and both are counted. One request moves the aliases. Searches find every document at every moment: before it in
the old index, after it in the new one. The old one stays, closed, so that all can be taken back.
"""

from elasticsearch import Elasticsearch

from processors.index import templates
from processors.index.capabilities import probe
from processors.index.client import SearchError, session
from processors.index.convert import renewed
from processors.index.copying import Renew, copy, count, drop_gone, written
from processors.index.names import ADS, INDICES, Index
from processors.index.setup import NeedsMigrationError, aliases, live, put, versions
from processors.settings import SearchSettings

LITTLE = 500  # documents that are copied quickly enough to let writers wait for it
RENEW: dict[Index, Renew] = {ADS: renewed}
ROUNDS = 20  # of copying what was written meanwhile; with more, writers would be quicker than we are


def migrate(settings: SearchSettings, kinds: frozenset[str] = frozenset()) -> list[str]:
    """Give every kind that cannot be brought up to date in place a new index, and those of `kinds` in any case.

    Says what was done, line by line. Raises SearchError when the counts differ or a document does not fit, with the
    aliases as they were.
    """
    prefix = settings.prefix
    done: list[str] = []
    with session(settings) as client:
        able = probe(client)
        templates.put(client, prefix, able)
        for index in INDICES:
            old = live(client, index, prefix)
            if old is not None and index.kind in kinds and not _streams(index, prefix, old):
                done.append(_renew(client, index, prefix, old))
                continue
            try:
                done += put(client, index, prefix, able)
            except NeedsMigrationError:
                if old is None or _streams(index, prefix, old):
                    raise
                done.append(_renew(client, index, prefix, old))
    return done


def rollback(settings: SearchSettings, kinds: frozenset[str] = frozenset()) -> list[str]:
    """Put every kind, or those of `kinds`, back to the index before, together with what was written since."""
    prefix = settings.prefix
    done: list[str] = []
    with session(settings) as client:
        for index in INDICES:
            new = live(client, index, prefix)
            names = versions(client, index, prefix)
            if new not in names or names.index(new) == 0 or (kinds and index.kind not in kinds):
                continue
            old = names[names.index(new) - 1]
            since = client.indices.get_mapping(index=new)[new]["mappings"]["_meta"].get("moved_in_at", -1)
            number = _move(client, index, prefix, new, old, since)
            client.indices.delete(index=new)
            done.append(f"{index.kind}: back in {old}, with {number:,} documents; {new} is gone")
    return done


def finish(settings: SearchSettings) -> list[str]:
    """Delete the indices that were kept for a rollback: what is erased from now on is then nowhere else."""
    with session(settings) as client:
        return [f"deleted {name}" for name in drop_kept(client, settings.prefix)]


def drop_kept(client: Elasticsearch, prefix: str) -> list[str]:
    """Delete every index that is kept for a rollback, and return their names."""
    kept = [
        name
        for index in INDICES
        if (now := live(client, index, prefix))
        for name in versions(client, index, prefix)
        if name != now
    ]
    for name in kept:
        client.indices.delete(index=name)
    return kept


def _streams(index: Index, prefix: str, name: str) -> bool:
    """A data stream takes a new mapping with its next index, by itself."""
    return name == index.read(prefix)


def _renew(client: Elasticsearch, index: Index, prefix: str, old: str) -> str:
    names = versions(client, index, prefix)
    for name in names:
        if index.number(prefix, name) > index.number(prefix, old):
            client.indices.delete(index=name)  # of a migration that was cut short
        elif name != old:
            client.indices.delete(index=name)  # of the migration before the last one
    new = index.name(prefix, index.number(prefix, old) + 1)
    client.indices.create(index=new)
    try:
        number = _move(client, index, prefix, old, new, -1)
    except BaseException:
        if live(client, index, prefix) == old:  # not where only the answer to the last request was lost
            client.indices.delete(index=new)
        raise
    return f"{index.kind}: moved from {old} to {new}, {number:,} documents; {old} is kept for a rollback"


def _move(client: Elasticsearch, index: Index, prefix: str, source: str, target: str, after: int) -> int:
    """Move in: afterwards `target` is read and written, holds what `source` held, and `source` is closed for writing.

    Returns how many documents that are. Raises SearchError, with `source` still in use.
    """
    renew = RENEW.get(index, dict)
    _close(client, target, False)
    for _ in range(ROUNDS):
        last = written(client, source)
        copied = copy(client, source, target, after, renew)
        after = last
        if copied <= LITTLE:
            break
    _close(client, source, True)
    try:
        copy(client, source, target, after, renew)
        number = _compared(client, source, target)
        _note(client, target, written(client, target))
        _swap(client, index, prefix, source, target)
    except BaseException:
        _close(client, source, False)
        raise
    return number


def _compared(client: Elasticsearch, source: str, target: str) -> int:
    there, here = count(client, source), count(client, target)
    if there != here:
        drop_gone(client, source, target)
        here = count(client, target)
    if there != here:
        raise SearchError(f"{target} has {here:,} documents and {source} {there:,}; nothing was changed")
    return here


def _close(client: Elasticsearch, name: str, closed: bool) -> None:
    """Closing waits for the writes that are under way."""
    if closed:
        client.indices.add_block(index=name, block="write")
    else:
        client.indices.put_settings(index=name, settings={"index.blocks.write": None})


def _note(client: Elasticsearch, name: str, at: int) -> None:
    """Remember which write was the last before the index was in use."""
    meta = client.indices.get_mapping(index=name)[name]["mappings"].get("_meta", {})
    client.indices.put_mapping(index=name, meta={**meta, "moved_in_at": at})


def _swap(client: Elasticsearch, index: Index, prefix: str, source: str, target: str) -> None:
    actions = [{"remove": {"index": source, "alias": alias}} for alias in aliases(index, prefix)]
    actions += [{"add": {"index": target, "alias": alias, **more}} for alias, more in aliases(index, prefix).items()]
    client.indices.update_aliases(actions=actions)
