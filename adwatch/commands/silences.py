"""`adwatch rules silence`, `silences`, `unsilence`: maintenance, with undo. Lines are added, never changed."""

import secrets
from datetime import UTC, datetime, timedelta

import msgspec

from adwatch import audit, settings
from adwatch.errors import KnownError
from adwatch.lines import write
from adwatch.people import login_name
from processors.alert import load_rules, silences_of
from processors.alert.duration import milliseconds
from processors.alert.silences import EVERY_RULE, Silence


def silence(rule: str, key: str | None, span: str, reason: str, now: datetime | None = None) -> int:
    """Silence a rule, or one key of it, from now on. Alerts are still raised and filed."""
    loaded = settings.load()
    if rule != EVERY_RULE and rule not in {each.id for each in load_rules(loaded.catalogue / "rules")}:
        raise KnownError(f"no rule {rule!r}; see `adwatch rules check`, or * for every rule")
    start = now or datetime.now(UTC)
    try:
        end = start + timedelta(milliseconds=milliseconds(span))
    except ValueError as error:
        raise KnownError(f"--for: {error}") from None
    name, login = f"si-{secrets.token_hex(4)}", login_name()
    audit.append(loaded.home, "rule.silence", rule, login, login, {"silence": name, "until": f"{end:%Y-%m-%d %H:%M}"})
    silences_of(loaded).add(Silence(id=name, rule=rule, key=key, start=start, end=end, reason=reason, by=login))
    print(f"{name}: {rule} {key or 'every key'} until {end:%Y-%m-%d %H:%M} UTC; undo: adwatch rules unsilence {name}")
    return 0


def unsilence(name: str, now: datetime | None = None) -> int:
    """End a silence now. Alerts of moments before this stay as they are: filed, and not sent."""
    loaded, login = settings.load(), login_name()
    silences, moment = silences_of(loaded), now or datetime.now(UTC)
    for each in silences.read():
        if each.id == name:
            if each.end <= moment:
                raise KnownError(f"{name} is over since {each.end:%Y-%m-%d %H:%M} UTC")
            audit.append(loaded.home, "rule.unsilence", each.rule, login, login, {"silence": name})
            silences.add(msgspec.structs.replace(each, end=moment, ends=True, by=login))
            print(f"{name}: ended")
            return 0
    raise KnownError(f"no silence {name!r}; see `adwatch rules silences`")


def list_silences(as_json: bool, now: datetime | None = None) -> int:
    """Every silence that holds now or will; with --json all lines, also those that are over."""
    silences, moment = silences_of(settings.load()), now or datetime.now(UTC)
    if as_json:
        for line in silences.lines():
            write(msgspec.to_builtins(line))
        return 0
    for each in silences.read():
        if each.end > moment:
            until = f"until {each.end:%Y-%m-%d %H:%M} UTC"
            print(f"{each.id}  {each.rule} {each.key or '*'}  {until}  {each.by}: {each.reason}")
    return 0
