"""Changes of sources and rules, noticed when they take effect and put on record: who ran what, since when, in which
version. The files themselves are in the deployment's own version control.
"""

import json
from collections.abc import Iterator, Mapping

from adwatch import audit
from adwatch.people import login_name
from adwatch.settings import Settings

SOURCE, RULES = "source.change", "rules.change"


def note_source(loaded: Settings, name: str) -> None:
    """Put on record that a source is crawled in another version than the last time. Raises SpiderError or SourceError
    for a source that is none."""
    from spiders.source import load_source

    source = load_source(name, loaded.crawl.sources)
    facts = {"version": source.version, "owner": source.owner, "legal_basis": source.legal_basis}
    last = _last(loaded, SOURCE, name)
    if last is None or last.details.get("version") != source.version:
        _note(loaded, SOURCE, name, facts)


def note_rules(loaded: Settings) -> None:
    """Put on record which rules are new, changed or gone since stages were started last. Raises FileError."""
    from processors.alert import live, load_rules

    now = {rule.id: live.digest(rule.file)[:8] for rule in load_rules(loaded.catalogue / "rules")}
    last = _last(loaded, RULES, "all")
    before: dict[str, str] = json.loads(last.details["rules"]) if last else {}
    if now != before:
        changed = {kind: " ".join(names) for kind, names in _difference(before, now) if names}
        _note(loaded, RULES, "all", {**changed, "rules": json.dumps(now)})


def _difference(before: Mapping[str, str], now: Mapping[str, str]) -> Iterator[tuple[str, list[str]]]:
    yield "added", sorted(now.keys() - before.keys())
    yield "removed", sorted(before.keys() - now.keys())
    yield "changed", sorted(name for name in now.keys() & before.keys() if now[name] != before[name])


def _last(loaded: Settings, action: str, subject: str) -> audit.Line | None:
    found = [line for line in audit.lines(loaded.home) if (line.action, line.subject) == (action, subject)]
    return found[-1] if found else None


def _note(loaded: Settings, action: str, subject: str, facts: Mapping[str, str]) -> None:
    login = login_name()
    audit.append(loaded.home, action, subject, login, login, facts)
