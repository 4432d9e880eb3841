"""`adwatch erase`: ads out of every store, for good, on record and with proof."""

import json
import sys
from collections.abc import Sequence
from datetime import UTC, datetime

import msgspec
from kafka.errors import KafkaError

from adwatch import access, audit, settings
from adwatch.errors import KnownError
from adwatch.people import person
from adwatch.retention import erase as erasing
from processors.index.client import SearchError, session


def run(ids: Sequence[str], reason: str, despite_hold: bool, by: str | None, as_json: bool) -> int:
    """Erase ads, and all ads that have a token; 1 when something of them is left. Raises KnownError when an alert that
    two persons decided to hand over rests on one of them, or a store cannot be reached."""
    loaded, now = settings.load(), datetime.now(UTC)
    who, why = person(loaded, by), access.checked_reason(reason)
    known = list(map(access.known_id, ids))
    tokens = [each for each in known if "-" in each]
    try:
        with session(loaded.search) as client:
            ads = set(known) - set(tokens) | erasing.with_tokens(client, loaded.search.prefix, tokens)
            if not ads:
                raise KnownError("no ad has this token", exit_code=1)
            if not despite_hold and (held := erasing.in_escalated(client, loaded.search.prefix, ads)):
                raise KnownError(f"an alert that was handed over rests on {', '.join(sorted(held))}: --despite-hold")
            for each in known:
                audit.append(loaded.home, "erase", each, who.name, who.login, {"reason": why, "ads": str(len(ads))})
            report = erasing.erase(client, loaded, sorted(ads), now)
    except SearchError as error:
        raise KnownError(str(error)) from error
    except KafkaError as error:
        raise KnownError(f"Kafka did not take the tombstones ({type(error).__name__}); erase again") from error
    for each in known:
        audit.append(loaded.home, "erase.done", each, who.name, who.login, _facts(report))
    print(msgspec.json.encode(report).decode() if as_json else _plain(report))
    return 1 if report.left else 0


def out_of_files() -> int:
    """Wait until the search engine has merged away what was deleted; 1 when it has not, which is said with the reason.
    Raises KnownError when it cannot be asked."""
    loaded = settings.load()
    try:
        with session(loaded.search) as client:
            against = erasing.out_of_files(client, loaded.search.prefix)
    except SearchError as error:
        raise KnownError(f"deleted, but not merged away: {error}") from error
    if against:
        print(f"STILL in the files of the search engine: {against}", file=sys.stderr)
    return 1 if against else 0


def _facts(report: erasing.Report) -> dict[str, str]:
    return {"erased": json.dumps(report.erased), "left": json.dumps(report.left)}


def _plain(report: erasing.Report) -> str:
    lines = [f"{len(report.ads)} ads erased, and dropped whenever they come again"]
    lines += [f"  {store}: {count}" for store, count in report.erased.items()]
    lines += [f"  STILL in {store}: {count}" for store, count in report.left.items()]
    lines += [
        f"  on {topic} until {report.bus_until:%Y-%m-%d}: {count}, and no stage takes them any more"
        for topic, count in report.on_bus.items()
    ]
    return "\n".join(lines if report.left else [*lines, "nothing of them is left anywhere else"])
