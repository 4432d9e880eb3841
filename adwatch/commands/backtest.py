"""`adwatch rules backtest | live`: see what a rule would have done, then let it run."""

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

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
from processors.catalogue import load as load_catalogue
from processors.index.document import AlertDocument
from processors.notify.clean import clean
from processors.yaml_file import FileError
from schemas.ad import ScoredAd


class Past(NamedTuple):
    """The ads that rules are tried on."""

    source: str  # what to call them
    ads: Callable[[], Iterable[ScoredAd]]  # gives them from the start again
    days: int | None  # None: as many as they say
    history: bool  # they were seen, not invented


def backtest(names: list[str], days: int, file: Path | None, invented: int | None, lock: bool, as_json: bool) -> int:
    """Forecast rules and keep what was found. `lock` writes the catalogue's own file for all its rules."""
    loaded = settings.load()
    rules = [_rule(loaded, name) for name in names] if names else list(_all(loaded))
    past = _past(loaded, days, file, invented)
    made = [
        forecast.forecast(rule, past.ads(), past.days, past.source, lambda: _judged(loaded, past), history=past.history)
        for rule in rules
    ]
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
    """Let a rule run from the next start of the stage on.

    That needs a forecast of the rule as it is now on ads that were seen, or a reason, which is logged. The rules of
    `rules.lock` run without: they are the project's own, forecast on invented ads.
    """
    loaded = settings.load()
    rule, who = _rule(loaded, name), person(loaded, by)
    seen = forecast.latest(loaded.home, rule)
    if not (override or (seen and seen.opens)):
        found = "has no forecast as it is now" if seen is None else _says_nothing(seen)
        raise KnownError(f"{rule.id} {found}; run: adwatch rules backtest {name} --days 30, or say why with --override")
    facts = {"digest": digest(rule.file), "override": override, **(_facts(seen) if seen else {})}
    audit.append(loaded.home, "rule.live", rule.id, who.name, who.login, facts)
    entry = Entry(rule=rule.id, digest=digest(rule.file))
    added_lines.add(files(loaded.catalogue, loaded.home)[1], [entry])
    print(f"{rule.id} is live from the next start of the stage alert on")
    return 0


def _says_nothing(seen: Forecast) -> str:
    return f"was forecast on {seen.source} only" if seen.ads else f"was forecast on no ad at all ({seen.source})"


def _facts(seen: Forecast) -> dict[str, str]:
    return {
        "forecast": f"{seen.made_at:%Y-%m-%d}",
        "source": seen.source,
        "ads": str(seen.ads),
        "days": str(seen.days),
        "alerts_a_day": str(seen.mean),
        "worst_day": str(seen.most),
    }


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


def _past(loaded: Settings, days: int, file: Path | None, invented: int | None) -> Past:
    if invented is not None:
        ads = list(history.invented(loaded, invented, days))
        return Past(f"{invented} invented ads on {days} daily visits", lambda: ads, days, history=False)
    if file is not None:
        ever = datetime.min.replace(tzinfo=UTC)
        return Past(str(file), lambda: history.from_file(file, ever), None, history=True)
    since = forecast.begin(days)
    return Past(f"ads.indexed since {since:%Y-%m-%d}", lambda: history.from_bus(loaded, since), days, history=True)


def _judged(loaded: Settings, past: Past) -> Iterator[AlertDocument]:
    """What people judged; nothing where ads are invented, or no search engine is up."""
    if not past.history:
        return
    try:
        with Reader(loaded.search) as reader:
            yield from reader.all_alerts()
    except KnownError:
        return


def _write_lock(loaded: Settings, made: list[Forecast]) -> None:
    """With the catalogue that the ads were read with: other lists find other things, and rules fire on these."""
    version = load_catalogue(loaded.catalogue).version
    kept = ({"rule": each.rule, "digest": each.digest, "catalogue": version, "forecast": _brief(each)} for each in made)
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
