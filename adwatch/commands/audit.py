"""`adwatch audit verify | checkpoint | list`."""

import json
from collections import deque
from pathlib import Path

import msgspec

from adwatch import audit, audit_checkpoints, settings
from adwatch.errors import KnownError
from processors.notify.clean import clean


def verify(public_key: str | None, elsewhere: Path | None, as_json: bool) -> int:
    """Print what is wrong with the log; exit code 1 when something is."""
    home = settings.load().home
    found, newest = audit.problems(home, public_key, elsewhere), audit_checkpoints.newest(home)
    if as_json:
        checkpoint = msgspec.to_builtins(newest) if newest and not found else None
        print(json.dumps({"problems": found, "head": "" if found else audit.head(home), "checkpoint": checkpoint}))
    else:
        signed = f"; signed by {newest.key}" if newest else ""
        print("\n".join(found) or f"the chain holds; head {audit.head(home)}{signed}")
    return 1 if found else 0


def checkpoint() -> int:
    """Print the newest checkpoint, to be kept elsewhere; 1 when nothing was signed yet."""
    newest = audit_checkpoints.newest(settings.load().home)
    if newest is None:
        raise KnownError("nothing is in the audit log yet", exit_code=1)
    print(msgspec.json.encode(newest).decode())
    return 0


def list_lines(limit: int, as_json: bool) -> int:
    """Print the newest lines."""
    try:
        newest = deque(audit.lines(settings.load().home), maxlen=limit)
    except msgspec.DecodeError:
        raise KnownError("the audit log has a line that cannot be read; run: adwatch audit verify") from None
    if as_json:
        print(msgspec.json.encode(list(newest)).decode())
    else:
        print_lines(newest)
    return 0


def print_lines(lines: "deque[audit.Line] | list[audit.Line]") -> None:
    """A line each: when, who, what, to what, and the details."""
    for line in lines:
        who = line.by if line.by == line.login else f"{line.by} ({line.login})"
        facts = " ".join(f"{name}={value!r}" for name, value in line.details.items() if value)
        print(clean(f"{line.at:%Y-%m-%d %H:%M:%S} {who} {line.action} {line.subject} {facts}", 1_000))
