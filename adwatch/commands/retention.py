"""`adwatch retention show | purge | reports`: how long things are kept, and ending what is past its time."""

import json
from datetime import UTC, datetime

import msgspec

from adwatch import audit, settings
from adwatch.errors import KnownError
from adwatch.people import login_name
from adwatch.retention import link_state, profile
from adwatch.retention.purge import Purge, Purger, keep_report, purge, reports
from processors.index.client import SearchError, session


def show(as_json: bool) -> int:
    """Print the profile in force."""
    found = profile.load(settings.load())
    if as_json:
        print(found.model_dump_json())
        return 0
    print(f"{found.name}: {found.title}\n{found.legal_basis}\nreviewed on {found.reviewed_on} by {found.reviewed_by}")
    for name, days in found.days.model_dump().items():
        print(f"  {name:<17} {days:g} days")
    return 0


def run(rehearse: bool, as_json: bool) -> int:
    """Purge, and say what went; 1 when something that should be gone is there. The report is kept, and on record."""
    loaded, now = settings.load(), datetime.now(UTC)
    chosen = profile.load(loaded)
    try:
        with session(loaded.search) as client:
            if rehearse:
                due = Purger(client, loaded, chosen, now).run()
                print(json.dumps({"due": due}) if as_json else _counts(due) or "nothing is due")
                return 0
            report = purge(client, loaded, chosen, now, lambda gone: link_state.order(loaded.home, gone, now))
    except SearchError as error:
        raise KnownError(str(error)) from error
    keep_report(loaded.home, report)
    login = login_name()
    facts = {"profile": report.profile, "done": json.dumps(report.done), "left": json.dumps(report.left)}
    audit.append(loaded.home, "retention.purge", "all", login, login, facts)
    link_state.followed(loaded)
    print(msgspec.json.encode(report).decode() if as_json else _plain(report))
    return 1 if report.left else 0


def print_reports(limit: int, as_json: bool) -> int:
    """Print the newest purges."""
    newest = list(reports(settings.load().home))[-limit:]
    print(msgspec.json.encode(newest).decode() if as_json else "\n".join(map(_plain, newest)) or "no purge so far")
    return 0


def _plain(report: Purge) -> str:
    done = _counts(report.done) or "nothing was due"
    left = _counts(report.left)
    proof = f"STILL THERE: {left}" if left else "looked again: nothing of it is left"
    return f"{report.at:%Y-%m-%d %H:%M} {report.profile}: {done}; {proof}"


def _counts(counts: dict[str, int]) -> str:
    return ", ".join(f"{count:,} {name}" for name, count in counts.items())
