"""`adwatch audit verify | list`."""

import json
from collections import deque

import msgspec

from adwatch import audit, settings
from adwatch.errors import KnownError
from processors.notify.clean import clean


def verify(as_json: bool) -> int:
    """Print what is wrong with the log; exit code 1 when something is."""
    home = settings.load().home
    found = list(audit.problems(home))
    if as_json:
        print(json.dumps({"problems": found, "head": "" if found else audit.head(home)}))
    else:
        print("\n".join(found) or f"the chain holds; head {audit.head(home)}")
    return 1 if found else 0


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
