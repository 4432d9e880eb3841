"""`adwatch children list | open`: what the child-safety officer does with reports of the children's lane."""

import json
import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from adwatch import access, audit, children, settings
from adwatch.children import Report
from adwatch.errors import KnownError
from adwatch.people import Person, person
from adwatch.settings import Settings
from processors.catalogue.records import Text
from processors.enrich.child_safety import open_url
from processors.logs import clean, escaped

_WORDS = {
    "address": Text(en="address", fr="adresse"),
    "seen": Text(en="seen", fr="vue"),
    "source": Text(en="source", fr="source"),
    "indicator": Text(en="indicator", fr="indicateur"),
    "do": Text(
        en="Report it once, through the form of your national hotline (INHOPE lists them) or to the authority in"
        " charge. A child in immediate danger: emergency services first.",
        fr="Signalez-la une seule fois, par le formulaire du point de contact national (liste d’INHOPE) ou à l’autorité"
        " compétente. Enfant en danger immédiat : d’abord les secours.",
    ),
    "not": Text(
        en="Do not visit the address, do not save or copy what is there, do not send it by e-mail.",
        fr="Ne visitez pas l’adresse, n’enregistrez et ne copiez rien de ce qui s’y trouve, n’envoyez rien par"
        " courriel.",
    ),
}


def list_reports(limit: int, as_json: bool) -> int:
    """Print a line a report, the newest first, and how many wait. No address, and no key is needed."""
    found = children.reports(settings.load())
    shown = found[:limit]
    if as_json:
        print(json.dumps([_fields(report) for report in shown], indent=2))
        return 0
    for report in shown:
        print(_line(report))
    waiting = sum(report.opened is None for report in found)
    print(f"{waiting} of {len(found)} {'waits' if waiting == 1 else 'wait'} to be opened" if found else "no reports")
    return 0


def open_(ids: Sequence[str], reason: str, by: str | None, language: str, exact: bool) -> int:
    """Show the address of each report. Raises KnownError; nothing is shown of which the audit log has no line."""
    loaded = settings.load()
    who, why = person(loaded, by), access.checked_reason(reason)
    by_id = {report.newest.ad_id: report for report in children.reports(loaded)}
    if not all(each in by_id for each in ids):  # not repeated: it may be an address
        raise KnownError("there is no such report; see: adwatch children list", exit_code=1)
    chosen = [by_id[each] for each in dict.fromkeys(ids)]
    addresses = [_address(report, loaded) for report in chosen]  # all of them, before anything is on record
    if any(_names(why, address) for address in addresses):
        raise KnownError("the reason names the site, and the log keeps reasons; name the report instead")
    for report, address in zip(chosen, addresses, strict=True):
        _note(loaded, who, report, why)
        print(_told(report, address if exact else defanged(address), language), flush=True)
    print("\n".join(_WORDS[each].in_language(language) for each in ("do", "not")))
    return 0


def defanged(address: str) -> str:
    """An address that no terminal makes a link of, and that leads nowhere when it is pasted by mistake."""
    return re.sub("(?i)http", "hxxp", address).replace("://", "[:]//").replace(".", "[.]")


def _address(report: Report, loaded: Settings) -> str:
    try:
        return open_url(report.newest, loaded)
    except ValueError as error:
        raise KnownError(f"report {report.newest.ad_id}: {error}") from None


def _names(reason: str, address: str) -> bool:
    try:
        site = urlsplit(address).hostname
    except ValueError:
        site = None
    name = (site or address).casefold()
    return bool(name) and name in reason.replace("[.]", ".").casefold()


def _note(loaded: Settings, who: Person, report: Report, reason: str) -> None:
    facts = {"purpose": "child_protection", "reason": reason, "indicators": " ".join(report.indicators)}
    try:
        audit.append(loaded.home, children.OPEN, report.newest.ad_id, who.name, who.login, facts)
    except (OSError, ValueError) as error:
        what = f"the audit log cannot be written ({type(error).__name__}), so nothing more is shown"
        raise KnownError(f"{what}; see: adwatch doctor", exit_code=1) from None


def _told(report: Report, address: str, language: str) -> str:
    hit = report.newest
    facts = {
        "address": escaped(address),
        "seen": f"{hit.observed_at:%Y-%m-%d %H:%M:%S} UTC",
        "source": clean(hit.source),
        "indicator": clean(" ".join(report.indicators)),
    }
    lines = [f"{_WORDS[name].in_language(language) + ':':<12} {value}" for name, value in facts.items()]
    return "\n".join((f"{hit.ad_id}", *lines, ""))


def _line(report: Report) -> str:
    hit, by = report.newest, report.opened
    state = f"opened by {by.by} at {by.at:%Y-%m-%d %H:%M}" if by else "waits"
    when = f"{hit.observed_at:%Y-%m-%d %H:%M:%S}"
    return clean(f"{hit.ad_id}  {when}  {hit.source}  {','.join(report.indicators)}  seen {report.times}x  {state}")


def _fields(report: Report) -> dict[str, Any]:
    hit, by = report.newest, report.opened
    return {
        "id": hit.ad_id,
        "observed_at": hit.observed_at.isoformat(),
        "source": hit.source,
        "indicators": report.indicators,
        "times": report.times,
        "opened_by": by.by if by else None,
        "opened_at": by.at.isoformat() if by else None,
    }
