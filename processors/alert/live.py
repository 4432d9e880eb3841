"""Which rules are live: those whose forecast somebody has seen. A rule that was changed since is not live any more.

Two files say so: `rules.lock` beside the catalogue, for the rules that it ships with, and `live.jsonl` in the data of
an installation, to which `adwatch rules live` adds. What counts of a rule is what decides when it fires: new words for
people or other examples leave it live.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec
import structlog

from processors import added_lines
from processors.alert.rule import Rule, RuleFile

WORDS = {"title", "sentence", "why", "source", "run_book", "examples", "evidence", "routing"}
LOCK = "rules.lock"

log = structlog.get_logger()


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One line of either file."""

    rule: str
    digest: str


def digest(said: RuleFile) -> str:
    """What decides when a rule fires, as one short word."""
    content = json.dumps(said.model_dump(exclude=WORDS), sort_keys=True, default=_plain)
    return hashlib.blake2b(content.encode(), digest_size=12).hexdigest()


def _plain(value: object) -> object:
    """Sets have no order of their own: it would change from process to process."""
    return sorted(map(str, value)) if isinstance(value, frozenset | set) else str(value)


def files(catalogue: Path, home: Path) -> tuple[Path, Path]:
    """The files of an installation."""
    return catalogue / LOCK, home / "live.jsonl"


def entries(paths: Iterable[Path]) -> Iterator[Entry]:
    """The lines of the files. A half-written last line is passed over; FileError for any other that is none."""
    for path in paths:
        yield from added_lines.read(path, Entry, "live rule")


def only_live(rules: Sequence[Rule[Any]], paths: Iterable[Path]) -> tuple[Rule[Any], ...]:
    """The live ones of the rules; each other one is named in the log."""
    seen = {(entry.rule, entry.digest) for entry in entries(paths)}
    live = []
    for rule in rules:
        if (rule.id, digest(rule.file)) in seen:
            live.append(rule)
        else:
            log.warning("rule_not_live", rule=rule.id, hint="adwatch rules backtest, then adwatch rules live")
    return tuple(live)
