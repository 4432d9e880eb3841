"""`adwatch alerts precision | learn | targets`: how well the alerts and their delivery do."""

from collections.abc import Mapping

import msgspec

from adwatch import settings
from adwatch.errors import KnownError
from adwatch.reader import Reader
from adwatch.review import learn as learning
from adwatch.review.precision import interval, tallies, under_their_floor
from processors.notify import report
from processors.notify.known import Tally


def precision(as_json: bool) -> int:
    """Print precision per rule and per indicator, the most judged first."""
    loaded = settings.load()
    with Reader(loaded.search) as reader:
        rules, indicators = tallies(reader.all_alerts())
    held = under_their_floor(rules, loaded.review)
    if as_json:
        print(msgspec.json.encode({"rules": _rows(rules), "indicators": _rows(indicators), "held": held}).decode())
        return 0
    for heading, by_name in (("rules", rules), ("indicators", indicators)):
        columns = f"{'precision':>9} {'95 % between':>14} {'concern':>8} {'none':>5} {'unclear':>8} {'double':>7}"
        print(f"{heading:32} {columns}")
        for name, tally in sorted(by_name.items(), key=lambda row: -(row[1].concern + row[1].no_concern)):
            print(_line(name, tally) + (f"  held: {held[name]}" if name in held and heading == "rules" else ""))
    return 0


def learn(as_json: bool) -> int:
    """Put base rates, precision, held rules and earlier alerts in place for the notifications."""
    made = learning.learn(settings.load())
    if as_json:
        print(msgspec.json.encode(made).decode())
        return 0
    print(
        f"{made.ads} ads of {made.days} days, {len(made.base_rates)} indicators, {len(made.groups)} actors with alerts"
    )
    for rule, why in made.held.items():
        print(f"held: {rule}: {why}")
    return 0


def targets(as_json: bool) -> int:
    """Print how the targets do, as the notify stage last wrote it; exit code 1 when one is dead."""
    file = report.path(settings.load().home)
    if not file.exists():
        raise KnownError("no report yet: the stage notify writes it while it runs", exit_code=1)
    found = msgspec.json.decode(file.read_bytes(), type=report.Report)
    if as_json:
        print(msgspec.json.encode(found).decode())
    else:
        print(f"at {found.at:%Y-%m-%d %H:%M:%S}")
        for each in found.targets:
            how = "dead" if each.dead else f"failing ({each.failures})" if each.failures else "well"
            print(f"{each.team:16} {each.target:40} {how:14} waiting: {each.waiting}  {each.error}")
        for team, count in found.held.items():
            print(f"{team:16} held for a digest: {count}")
    return 1 if any(each.dead for each in found.targets) else 0


def _rows(by_name: Mapping[str, Tally]) -> dict[str, dict[str, object]]:
    return {
        name: {**msgspec.structs.asdict(tally), "precision": tally.precision, "between": interval(tally)}
        for name, tally in by_name.items()
    }


def _line(name: str, tally: Tally) -> str:
    share = "-" if tally.precision is None else f"{tally.precision:.0%}"
    low, high = interval(tally)
    counts = f"{tally.concern:>8} {tally.no_concern:>5} {tally.unclear:>8} {tally.duplicate:>7}"
    return f"{name:32} {share:>9} {f'{low:.0%} to {high:.0%}':>14} {counts}"
