"""`adwatch index init | migrate | rollback | finish | status | keys | users`."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from adwatch.errors import KnownError
from adwatch.settings import load
from processors.index import access, setup
from processors.index import migrate as moving
from processors.index.client import SearchError, session
from processors.index.names import INDICES
from processors.index.servers import TITLES
from processors.index.summaries import summarise_all
from processors.settings import SearchSettings

LOGIN = "search_"  # and a component: the name of the file that holds its password
SHORTEST = 16
CLOSED = "closed for writing: a migration ends just now, or was killed; in that case run: adwatch index migrate"


def init(as_json: bool) -> int:
    """Put templates, indices and aliases in place; print what was done."""
    return _do(setup.init, as_json, "every index is there, as it should be")


def migrate(kinds: list[str], as_json: bool) -> int:
    """Move what cannot be brought up to date in place into new indices, and `kinds` in any case."""
    chosen = _kinds(kinds)
    return _do(lambda search: moving.migrate(search, chosen), as_json, "nothing had to move")


def rollback(kinds: list[str], as_json: bool) -> int:
    """Go back to the indices before."""
    chosen = _kinds(kinds)
    return _do(lambda search: moving.rollback(search, chosen), as_json, "there is no earlier index to go back to")


def finish(as_json: bool) -> int:
    """Delete what is kept for a rollback."""
    return _do(moving.finish, as_json, "nothing was kept")


def _kinds(kinds: list[str]) -> frozenset[str]:
    known = [index.kind for index in INDICES]
    if unknown := sorted(set(kinds) - set(known)):
        raise KnownError(f"no such kind of document: {', '.join(unknown)}; there are: {', '.join(known)}")
    return frozenset(kinds)


def _do(work: Callable[[SearchSettings], list[str]], as_json: bool, nothing: str) -> int:
    try:
        done = work(load().search)
    except SearchError as error:
        raise KnownError(str(error)) from error
    print(json.dumps({"done": done}) if as_json else "\n".join(done) or nothing)
    return 0


def summarise(as_json: bool) -> int:
    """Make the summaries of all clusters and actors anew."""
    search = load().search
    try:
        with session(search) as client:
            counts = summarise_all(client, search.prefix)
    except SearchError as error:
        raise KnownError(str(error)) from error
    print(json.dumps(counts) if as_json else ", ".join(f"{count:,} {kind}" for kind, count in counts.items()))
    return 0


def keys(component: str | None, expiration: str | None) -> int:
    """Print what each component may do, or make a key for one and print it, once."""
    search = load().search
    if component is None:
        every = {name: access.roles(name, search.prefix) for name in access.COMPONENTS}
        print(json.dumps(every, indent=2))
        return 0
    if component not in access.COMPONENTS:
        raise KnownError(f"no such component: {component}; there are: {', '.join(access.COMPONENTS)}")
    try:
        with session(search) as client:
            print(access.create(client, component, search.prefix, expiration))
    except SearchError as error:
        raise KnownError(str(error)) from error
    return 0


def users(folder: Path) -> int:
    """Give each component that has a password in `folder` its user in the search engine."""
    passwords = {path.name.removeprefix(LOGIN): _password(path) for path in sorted(folder.glob(f"{LOGIN}*"))}
    if unknown := sorted(passwords.keys() - access.COMPONENTS.keys()):
        raise KnownError(f"no such component: {', '.join(unknown)}; there are: {', '.join(access.COMPONENTS)}")
    if not passwords:
        raise KnownError(f"no password in {folder}: one file a component, {LOGIN}index and so on")
    search = load().search
    try:
        with session(search) as client:
            print("\n".join(access.put_users(client, search.prefix, passwords)))
    except SearchError as error:
        raise KnownError(str(error)) from error
    return 0


def _password(path: Path) -> str:
    try:
        password = path.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise KnownError(f"cannot read {path}: {error.strerror}") from error
    if len(password) < SHORTEST:
        raise KnownError(f"{path}: a password has {SHORTEST} characters or more")
    return password


def status(as_json: bool) -> int:
    """Print what is there; 0 when every index is and takes what is written, 1 otherwise."""
    try:
        found = setup.status(load().search)
    except SearchError as error:
        raise KnownError(str(error)) from error
    print(json.dumps(found, indent=2) if as_json else _plain(found))
    return 0 if all(entry and not entry["closed"] for entry in found["indices"].values()) else 1


def _plain(found: dict[str, Any]) -> str:
    lines = [f"{TITLES[found['kind']]} {found['version']} at {found['url']}"]
    lines += [_line(kind, entry) for kind, entry in found["indices"].items()]
    lines += [f"reduced: {each}" for each in found["reduced"]]
    return "\n".join(lines)


def _line(kind: str, entry: dict[str, Any] | None) -> str:
    if entry is None:
        return f"{kind:<9} missing; run: adwatch index init"
    kept = f"; kept for a rollback: {', '.join(entry['kept'])}" if entry["kept"] else ""
    closed = f"; {CLOSED} {kind}" if entry["closed"] else ""
    size = f"{entry['documents']:,} documents, {entry['bytes'] / 1e6:,.1f} MB"
    return f"{kind:<9} {size}, in {entry['index']}{kept}{closed}"
