"""`adwatch rules backtest | live`: see what a rule would have done, then let it run."""

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

from adwatch import audit, forecast, history, settings
from adwatch.errors import KnownError
from adwatch.forecast import Forecast
from adwatch.people import person
from adwatch.reader import Reader
from adwatch.settings import Settings
from processors import added_lines
from processors.alert import load_rule, load_rules
from processors.alert.live import Entry, digest, files
from processors.alert.rule import Rule
from processors.index.document import AlertDocument
from processors.notify.clean import clean
from processors.yaml_file import FileError
from schemas.ad import ScoredAd

Ads = Callable[[], Iterable[ScoredAd]]


def backtest(names: list[str], days: int, file: Path | None, invented: int | None, lock: bool, as_json: bool) -> int:
    """Forecast rules and keep what was found. `lock` writes the catalogue's own file for all its rules."""
    loaded = settings.load()
    rules = [_rule(loaded, name) for name in names] if names else list(_all(loaded))
    source, ads = _history(loaded, days, file, invented)
    made = [forecast.forecast(rule, ads(), days, source, lambda: _judged(loaded, source)) for rule in rules]
    for each in made:
        forecast.keep(loaded.home, each)
    if lock:
        _write_lock(loaded, made)
    if as_json:
        print(msgspec.json.encode(made).decode())
        return 0
    for each in made:
        _print(each, loaded)
    return 0


def live(name: str, override: str, by: str | None) -> int:
    """Let a rule run from the next start of the stage on; without a forecast only for a reason, which is logged."""
    loaded = settings.load()
    rule, who = _rule(loaded, name), person(loaded, by)
    seen = forecast.latest(loaded.home, rule)
    if seen is None and not override:
        raise KnownError(f"{rule.id} has no forecast as it is now; run: adwatch rules backtest {rule.id} --days 30")
    facts = {"digest": digest(rule.file), "override": override}
    if seen is not None:
        facts |= {"forecast": f"{seen.made_at:%Y-%m-%d}", "alerts_a_day": str(seen.mean), "worst_day": str(seen.most)}
    audit.append(loaded.home, "rule.live", rule.id, who.name, who.login, facts)
    entry = Entry(rule=rule.id, digest=digest(rule.file))
    added_lines.add(files(loaded.catalogue, loaded.home)[1], [entry])
    print(f"{rule.id} is live from the next start of the stage alert on")
    return 0


def _rule(loaded: Settings, name: str) -> Rule[Any]:
    path = Path(name) if name.endswith(".yml") else loaded.catalogue / "rules" / f"{name}.yml"
    if not path.exists():
        raise KnownError(f"no rule {clean(name, 80)} in {loaded.catalogue / 'rules'}")
    try:
        return load_rule(path)
    except FileError as error:
        raise KnownError(str(error)) from error


def _all(loaded: Settings) -> tuple[Rule[Any], ...]:
    try:
        return load_rules(loaded.catalogue / "rules")
    except FileError as error:
        raise KnownError(str(error)) from error


def _history(loaded: Settings, days: int, file: Path | None, invented: int | None) -> tuple[str, Ads]:
    """What to call the ads, and a function that gives them from the start again."""
    if invented is not None:
        ads = list(history.invented(loaded, invented, days))
        return f"{invented} invented ads on {days} daily visits", lambda: ads
    since = forecast.begin(days)
    if file is not None:
        return str(file), lambda: history.from_file(file, datetime.min.replace(tzinfo=UTC))
    return f"ads.indexed since {since:%Y-%m-%d}", lambda: history.from_bus(loaded, since)


def _judged(loaded: Settings, source: str) -> Iterator[AlertDocument]:
    """What people judged; nothing where ads are invented, or no search engine is up."""
    if "invented" in source:
        return
    try:
        with Reader(loaded.search) as reader:
            yield from reader.all_alerts()
    except KnownError:
        return


def _write_lock(loaded: Settings, made: list[Forecast]) -> None:
    kept = ({"rule": each.rule, "digest": each.digest, "forecast": _brief(each)} for each in made)
    lines = b"".join(msgspec.json.encode(each) + b"\n" for each in kept)
    files(loaded.catalogue, loaded.home)[0].write_bytes(lines)


def _brief(made: Forecast) -> dict[str, object]:
    return {"source": made.source, "ads": made.ads, "alerts": made.alerts, "mean": made.mean, "most": made.most}


def _print(made: Forecast, loaded: Settings) -> None:
    print(f"{made.rule}, version {made.version}: {made.ads} ads of {made.days} days ({made.source})")
    print(f"  {made.alerts} alerts, {made.mean} a day, {made.most} on the worst day; {made.actors} actors or cases")
    judged = "not known" if made.precision is None else f"{made.precision:.0%}"
    print(f"  {made.reviewed} judged already, precision {judged}; {made.actors_reviewed} of the actors were looked at")
    most = max(made.per_day.values(), default=1)
    for day, count in made.per_day.items():
        print(f"  {day} {'#' * max(1, round(30 * count / most))} {count}")
    budgets = {name: team.per_day for name, team in loaded.notify.teams.items()}
    for team, beyond in forecast.held_back(made, budgets).items():
        print(f"  team {team}: {beyond} a day would be held for the digest")
    for sample in made.samples:
        print("  " + clean(f"{sample.at:%Y-%m-%d %H:%M} {sample.group}: {sample.sentence}", 300))
