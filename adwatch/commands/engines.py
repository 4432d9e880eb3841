"""`adwatch engines up | down | status | wipe`."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict

import typer

from adwatch.errors import KnownError
from adwatch.settings import home, load
from infra.engines import control
from infra.engines.kinds import DEFAULT, SEARCH
from infra.errors import EngineError
from processors.cache_folder import cache_folder


@contextmanager
def _known_errors() -> Iterator[None]:
    try:
        yield
    except EngineError as error:
        raise KnownError(str(error), error.exit_code) from error


def up(kafka_port: int | None = None, search_port: int | None = None, search: str | None = None) -> int:
    """Start both engines where they do not run."""
    if search not in (None, *SEARCH):
        raise KnownError(f"--search is one of: {', '.join(SEARCH)}")
    asked = {name: port for name, port in (("kafka", kafka_port), ("search", search_port)) if port is not None}
    with _known_errors():
        engines = control.up(home(), cache_folder(), print, asked, search, load().engines.jit)
    title = SEARCH[engines["search"].kind or DEFAULT].title
    kafka, server = engines["kafka"].address, engines["search"].address
    print(f"up: Kafka at {kafka}, {title} at {server}; on loopback only, no passwords")
    return 0


def down() -> int:
    """Stop both."""
    with _known_errors():
        control.down(home(), print)
    return 0


def status(as_json: bool) -> int:
    """Print what runs; 0 when both engines are healthy, 1 otherwise."""
    found = control.status(home())
    if as_json:
        print(json.dumps({name: _flat(each) for name, each in found.items()}, indent=2))
    elif not found:
        print(f"no engines in {home()}; start them with: adwatch engines up")
    else:
        for name, each in found.items():
            print(_line(name, each))
    return 0 if found and all(each.healthy for each in found.values()) else 1


def _flat(each: control.Status) -> dict[str, object]:
    measured = {"running": each.running, "healthy": each.healthy, "memory_mb": each.memory_mb}
    return {**asdict(each.engine), **measured}


def _line(name: str, each: control.Status) -> str:
    if not each.running:
        return f"{name:<7} down     {each.engine.address}"
    health = "healthy" if each.healthy else "not healthy"
    process = f"process {each.engine.pid}  {each.memory_mb} MB  log {each.engine.log}"
    return f"{name:<7} {health}  {each.engine.address}  {process}"


def wipe(yes: bool) -> int:
    """Stop both and delete their data and the stages' state, after asking."""
    if not yes and not typer.confirm(f"Delete all data of the engines and stages in {home()}?"):
        return 1
    with _known_errors():
        control.wipe(home(), print)
    return 0
