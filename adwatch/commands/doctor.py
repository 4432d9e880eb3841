"""`adwatch doctor`: what adwatch needs, whether it is there, and how to mend it."""

import json
import shutil
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from rich.console import Console
from rich.text import Text

from adwatch.errors import KnownError
from adwatch.settings import Settings, home, load

ROOM_NEEDED_MB = 1_000
ROOM_GOOD_MB = 5_000
LEARNED_GOOD = timedelta(days=2)
MEMORY_GOOD_MB = 2_000  # both engines and the stages


class Mark(StrEnum):
    OK = "OK"
    WARN = "WARN"
    FAIL = "FAIL"


COLOURS = {Mark.OK: "green", Mark.WARN: "yellow", Mark.FAIL: "bold red"}


class Line(NamedTuple):
    """One thing that was checked. `mend` says what to do about it, when there is something to do."""

    what: str
    mark: Mark
    found: str
    mend: str = ""


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
    yield audit_log(settings)


def python(version: tuple[int, int]) -> Line:
    """The interpreter we run on."""
    found = ".".join(map(str, version))
    if (3, 11) <= version < (3, 14):
        return Line("Python", Mark.OK, found)
    return Line("Python", Mark.FAIL, found, "adwatch needs Python 3.11 to 3.13: make setup PYTHON=python3.11")


def disk(folder: Path) -> Line:
    """Room for the engines' data."""
    existing = next(place for place in (folder, *folder.parents) if place.exists())
    left = shutil.disk_usage(existing).free // 2**20
    found = f"{left:,} MB free for {folder}"
    if left >= ROOM_GOOD_MB:
        return Line("disk", Mark.OK, found)
    mark = Mark.WARN if left >= ROOM_NEEDED_MB else Mark.FAIL
    return Line("disk", mark, found, f"free some space, or set ADWATCH_HOME to a disk with {ROOM_GOOD_MB:,} MB")


def memory() -> Line:
    """Memory for the engines and the stages."""
    import psutil

    left = psutil.virtual_memory().available // 2**20
    if left >= MEMORY_GOOD_MB:
        return Line("memory", Mark.OK, f"{left:,} MB available")
    return Line(
        "memory", Mark.WARN, f"{left:,} MB available", f"close something: {MEMORY_GOOD_MB:,} MB are good to have"
    )


def java(needed: bool) -> Line:
    """Java, for the local engines; who uses other servers needs none."""
    from infra.engines.java import find
    from infra.errors import EngineError

    try:
        found = find()
    except EngineError as error:
        return Line("Java", Mark.FAIL if needed else Mark.WARN, str(error))
    return Line("Java", Mark.OK, f"{found.version} at {found.home}")


def kafka(settings: Settings) -> Line:
    """The broker and its topics."""
    from infra import topics
    from infra.errors import EngineError

    try:
        missing = topics.missing(settings.kafka.bootstrap, settings.kafka.topic)
    except EngineError as error:
        return Line("Kafka", Mark.FAIL, str(error), "start it: adwatch engines up")
    if missing:
        return Line("Kafka", Mark.FAIL, f"no topic {', '.join(missing)}", "create them: adwatch topics apply")
    return Line("Kafka", Mark.OK, f"{settings.kafka.bootstrap}, every topic is there")


def search(settings: Settings) -> Line:
    """The search engine, its indices, and what it lacks."""
    from processors.index.client import SearchError
    from processors.index.servers import TITLES
    from processors.index.setup import status

    title = TITLES[settings.search.kind]
    try:
        found = status(settings.search)
    except SearchError as error:
        return Line(title, Mark.FAIL, str(error), "start it: adwatch engines up")
    missing = [kind for kind, entry in found["indices"].items() if entry is None]
    if missing:
        return Line(title, Mark.FAIL, f"no index for {', '.join(missing)}", "make it: adwatch index init")
    if closed := [kind for kind, entry in found["indices"].items() if entry["closed"]]:
        mend = f"unless one is under way: adwatch index migrate {' '.join(closed)}"
        return Line(title, Mark.FAIL, f"closed for writing by a migration: {', '.join(closed)}", mend)
    server = f"{found['version']} at {found['url']}, every index is there"
    if found["reduced"]:
        return Line(title, Mark.WARN, f"{server}; {'; '.join(found['reduced'])}", FULL_SERVER)
    return Line(title, Mark.OK, server)


FULL_SERVER = "good enough for demo, tests and small installations; a full Elasticsearch has the rest"


def keys(settings: Settings) -> Line:
    """The keys that turn contacts into tokens and close addresses."""
    missing = [name for name in ("token_key", "url_key") if getattr(settings.secrets, name) is None]
    if not missing and settings.vault.keep_originals and settings.secrets.vault_key is None:
        mend = "set ADWATCH_SECRETS__VAULT_KEY_FILE (adwatch vault new-key makes one), or vault.keep_originals to no"
        return Line("keys", Mark.WARN, "no vault_key: the stage `seal` waits, everything else works", mend)
    if not missing:
        return Line("keys", Mark.OK, "all are set")
    names = " and ".join(f"ADWATCH_SECRETS__{name.upper()}_FILE" for name in missing)
    return Line("keys", Mark.FAIL, f"missing: {', '.join(missing)}", f"adwatch engines up makes them; or set {names}")


def catalogue(settings: Settings) -> Line:
    """The indicators and word lists."""
    from processors.catalogue import load as load_catalogue
    from processors.yaml_file import FileError

    try:
        found = load_catalogue(settings.catalogue)
    except FileError as error:
        first = error.problems[0]
        return Line("catalogue", Mark.FAIL, f"{len(error.problems)} problems, the first: {first}", "mend the file")
    return Line("catalogue", Mark.OK, f"{len(found.indicators)} indicators, version {found.version}")


def rules(settings: Settings) -> Line:
    """The alert rules, and which of them are live."""
    from processors.alert import live, load_rules
    from processors.yaml_file import FileError

    try:
        found = load_rules(settings.catalogue / "rules")
        seen = {(each.rule, each.digest) for each in live.entries(live.files(settings.catalogue, settings.home))}
    except FileError as error:
        return Line("rules", Mark.FAIL, f"{len(error.problems)} problems, the first: {error.problems[0]}", "mend it")
    waiting = [rule.id for rule in found if (rule.id, live.digest(rule.file)) not in seen]
    if waiting:
        mend = "see what they would do: adwatch rules backtest; then adwatch rules live"
        return Line("rules", Mark.WARN, f"{len(found)}, of which not live: {', '.join(waiting)}", mend)
    return Line("rules", Mark.OK, f"{len(found)}, all live")


def targets(settings: Settings) -> Line:
    """The notification targets: whether they can be used, and how they did lately."""
    import msgspec

    from processors.notify import report
    from processors.notify.targets.errors import TargetError
    from processors.notify.teams import teams

    try:
        told = teams(settings.notify)
    except TargetError as error:
        return Line("notifications", Mark.FAIL, str(error), "mend notify.targets or notify.teams")
    if not told:
        return Line("notifications", Mark.WARN, "nobody is told", "set notify.targets or notify.teams")
    file = report.path(settings.home)
    lately = msgspec.json.decode(file.read_bytes(), type=report.Report).targets if file.exists() else ()
    if dead := sorted({each.target for each in lately if each.dead}):
        return Line("notifications", Mark.FAIL, f"dead: {', '.join(dead)}", "see: adwatch alerts targets")
    return Line("notifications", Mark.OK, f"{sum(len(team.targets) for team in told)} targets of {len(told)} teams")


def learned(settings: Settings, now: datetime) -> Line:
    """How old is what notifications say of the past."""
    from processors.notify import known

    made_at = known.reader(known.path(settings.home))().made_at
    mend = "run once a day, for instance by the DAG alerts_learn: adwatch alerts learn"
    if made_at is None:
        return Line("reviews", Mark.WARN, "notifications know of no base rate and no earlier verdict", mend)
    found = f"learned from at {made_at:%Y-%m-%d %H:%M} UTC"
    if now - made_at > LEARNED_GOOD:
        return Line("reviews", Mark.WARN, f"{found}, more than {LEARNED_GOOD.days} days ago", mend)
    return Line("reviews", Mark.OK, found)


def audit_log(settings: Settings) -> Line:
    """The audit log's chain."""
    from adwatch import audit

    found = audit.problems(settings.home)
    if found:
        return Line(
            "audit log", Mark.FAIL, f"{len(found)} problems, the first: {found[0]}", "see: adwatch audit verify"
        )
    return Line("audit log", Mark.OK, "the chain holds")
