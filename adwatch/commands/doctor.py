"""`adwatch doctor`: what adwatch needs, whether it is there, and how to mend it."""

import json
import sys
from collections.abc import Iterator
from datetime import UTC, datetime

from rich.console import Console
from rich.text import Text

from adwatch.doctor.installation import audit_log, catalogue, keys, rules
from adwatch.doctor.line import Line, Mark
from adwatch.doctor.machine import disk, java, memory, python
from adwatch.doctor.people import children, learned, targets
from adwatch.doctor.servers import kafka, search
from adwatch.errors import KnownError
from adwatch.settings import home, load

COLOURS = {Mark.OK: "green", Mark.WARN: "yellow", Mark.FAIL: "bold red"}


def run(as_json: bool) -> int:
    """Print a line for each check; 1 when one of them failed."""
    lines = list(_lines())
    if as_json:
        print(json.dumps([line._asdict() for line in lines], indent=2))
    else:
        console = Console(highlight=False, soft_wrap=True)
        for line in lines:
            console.print(_shown(line))
    return 1 if any(line.mark is Mark.FAIL for line in lines) else 0


def _shown(line: Line) -> Text:
    mend = f"\n     {line.mend}" if line.mend else ""
    return Text.assemble((f"{line.mark:<5}", COLOURS[line.mark]), f"{line.what}: {line.found}{mend}")


def _lines() -> Iterator[Line]:
    yield python(sys.version_info[:2])
    yield disk(home())
    yield memory()
    try:
        settings = load()
    except KnownError as error:
        yield Line("settings", Mark.FAIL, str(error))
        return
    yield Line("settings", Mark.OK, "every value is right")
    servers = [kafka(settings), search(settings)]
    yield java(needed=any(line.mark is Mark.FAIL for line in servers))
    yield from servers
    yield keys(settings)
    yield catalogue(settings)
    yield rules(settings)
    yield targets(settings)
    yield learned(settings, datetime.now(UTC))
    if servers[0].mark is Mark.OK:
        yield children(settings)
    yield audit_log(settings)
