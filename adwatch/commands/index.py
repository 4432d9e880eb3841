"""`adwatch index init | status`."""

import json
from typing import Any

from adwatch.errors import KnownError
from adwatch.settings import load
from processors.index import setup
from processors.index.client import SearchError


def init(as_json: bool) -> int:
    """Put templates, indices and aliases in place; print what was done."""
    try:
        done = setup.init(load().search)
    except SearchError as error:
        raise KnownError(str(error)) from error
    if as_json:
        print(json.dumps({"done": done}))
    else:
        print("\n".join(done) or "every index is there, as it should be")
    return 0


def status(as_json: bool) -> int:
    """Print what is there; 0 when every index is, 1 otherwise."""
    try:
        found = setup.status(load().search)
    except SearchError as error:
        raise KnownError(str(error)) from error
    print(json.dumps(found, indent=2) if as_json else _plain(found))
    return 0 if all(found["indices"].values()) else 1


def _plain(found: dict[str, Any]) -> str:
    lines = [f"Elasticsearch {found['version']} at {found['url']}"]
    lines += [_line(kind, entry) for kind, entry in found["indices"].items()]
    lines += [f"reduced: {each}" for each in found["reduced"]]
    return "\n".join(lines)


def _line(kind: str, entry: dict[str, Any] | None) -> str:
    if entry is None:
        return f"{kind:<7} missing; run: adwatch index init"
    return f"{kind:<7} {entry['documents']:,} documents, {entry['bytes'] / 1e6:,.1f} MB, in {entry['index']}"
