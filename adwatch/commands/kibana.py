"""`adwatch kibana build | check | apply | draw`."""

import json
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path

from adwatch.errors import KnownError
from adwatch.kibana import apply as applying
from adwatch.kibana import check as checking
from adwatch.kibana import trial
from adwatch.kibana.boards import DASHBOARDS
from adwatch.kibana.draw import picture
from adwatch.kibana.model import Space
from adwatch.kibana.objects import ndjson, objects
from adwatch.kibana.spaces import ROLES, SPACES
from adwatch.settings import load
from processors.index.client import SearchError, session
from processors.settings import SearchSettings


def build(space: str) -> int:
    """Print the objects of a space as the file that Kibana imports."""
    print(ndjson(objects(_space(space), load().search.prefix)), end="")
    return 0


def roles(as_json: bool) -> int:
    """Print what each role may read, and where."""
    prefix = load().search.prefix
    bodies = {role.name: role.body(prefix) for role in ROLES}
    lines = [f"{role.name:<30} in {role.space.id:<18} {role.access:<5} {', '.join(role.kinds)}" for role in ROLES]
    print(json.dumps(bodies, indent=2) if as_json else "\n".join(lines))
    return 0


def check(on_server: bool, as_json: bool) -> int:
    """Print what is wrong with the objects; with `on_server`, also what the search engine says to each panel. 1 when
    anything is wrong."""
    loaded = load()
    found = [line for space in SPACES for line in checking.problems(objects(space, loaded.search.prefix), space)]
    if on_server:
        found += _tried(loaded.search)
    print(json.dumps({"problems": found}) if as_json else "\n".join(found) or "nothing is wrong")
    return 1 if found else 0


def apply() -> int:
    """Put everything into Kibana."""
    loaded = load()
    for line in applying.apply(loaded.kibana, loaded.search.prefix):
        print(line, flush=True)
    return 0


def draw(folder: Path, now: datetime | None) -> int:
    """Write a picture of each dashboard, as it is at a moment, into a folder."""
    loaded = load()
    folder.mkdir(parents=True, exist_ok=True)
    for path, svg in _pictures(loaded.search, now or datetime.now(UTC)):
        (folder / path).write_text(svg, encoding="utf-8")
        print(folder / path)
    return 0


def _pictures(search: SearchSettings, now: datetime) -> list[tuple[str, str]]:
    grouped = groupby(_shown(search, now), key=lambda shown: shown.board)
    return [(f"kibana-{board.key}.svg", picture(board, list(shown))) for board, shown in grouped]


def _tried(search: SearchSettings) -> list[str]:
    panels = _shown(search, datetime.now(UTC))
    for shown in panels:
        if shown.empty and not shown.problem:
            print(f"{shown.board.key}: {trial.title_of(shown.panel)}: nothing to show yet")
    return [shown.problem for shown in panels if shown.problem]


def _shown(search: SearchSettings, now: datetime) -> list[trial.Shown]:
    try:
        with session(search) as client:
            return list(trial.run(client, search.prefix, DASHBOARDS, now))
    except SearchError as error:
        raise KnownError(str(error)) from error


def _space(name: str) -> Space:
    for space in SPACES:
        if space.id == name:
            return space
    raise KnownError(f"no such space: {name}; there are: {', '.join(space.id for space in SPACES)}")
