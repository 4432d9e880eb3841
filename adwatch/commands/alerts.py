"""`adwatch alerts list | show`."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from itertools import groupby

import msgspec
from msgspec.structs import replace
from rich.console import Console
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from adwatch.errors import KnownError
from adwatch.reader import MOST_ALERTS, Reader
from adwatch.review.steps import is_due
from adwatch.settings import Settings, load
from processors.catalogue import load as load_catalogue
from processors.index.document import AdDocument, AlertDocument
from processors.notify import known, renderer
from processors.notify.clean import clean
from processors.notify.known import group_of
from processors.notify.message import Message
from processors.yaml_file import FileError
from schemas.alert import Alert, AlertState

COLUMNS = ("alert", "seen", "severity", "state", "rule", "title")
RANK = {"high": 0, "medium": 1, "low": 2}
MAX_ADS = 3  # whose passages are shown with an alert


def list_alerts(limit: int, fields: Mapping[str, str | None], due: bool, by_actor: bool, as_json: bool) -> int:
    """Print the newest alerts, the newest first, or group by group."""
    with Reader(load().search) as reader:
        found = reader.alerts(MOST_ALERTS if due else limit, **fields)
    now = datetime.now(UTC)
    shown = [alert for alert in found if not due or is_due(alert, now)][:limit]
    if by_actor:
        shown = grouped(shown)
    if as_json:
        print(msgspec.json.encode(shown).decode())
        return 0
    _print_table(Console(highlight=False), shown, by_actor)
    return 0


def grouped(alerts: Iterable[AlertDocument]) -> list[AlertDocument]:
    """The alerts of one actor together, the gravest first; groups in the order of their gravest and newest alert."""
    ranked = sorted(alerts, key=lambda each: (RANK[each.severity], -each.at.timestamp()))
    order = {group: place for place, group in reversed(list(enumerate(map(group_of, ranked))))}
    return sorted(ranked, key=lambda each: order[group_of(each)])


def show(alert_id: str, language: str | None, as_json: bool) -> int:
    """Print one alert in full, as an investigator gets it. Raises KnownError when there is none."""
    settings = load()
    with Reader(settings.search) as reader:
        found = reader.alert(alert_id)
        ads = [reader.ad(ad_id) for ad_id in found.ads[-MAX_ADS:]] if found else []
    if found is None:
        raise KnownError(f"no alert {clean(alert_id, 80)}; see: adwatch alerts list", exit_code=1)
    if as_json:
        print(msgspec.json.encode(found).decode())
        return 0
    evidence = list(_evidence(found, [ad for ad in ads if ad is not None]))
    _print_alert(Console(highlight=False), found, evidence, message_of(found, settings, language))
    return 0


def message_of(alert: AlertDocument, settings: Settings, language: str | None) -> Message:
    """The alert as it is told to people, with what is known by now."""
    try:
        render = renderer(settings, load_catalogue(settings.catalogue))
    except FileError as error:
        raise KnownError(str(error)) from error
    plain = Alert(**{name: getattr(alert, name) for name in Alert.__struct_fields__})
    if plain.correction:  # it is shown whole, with the correction in it
        plain = replace(plain, correction=replace(plain.correction, amends=False))
    return render(plain, language or settings.notify.language, known.reader(known.path(settings.home))())


def _evidence(alert: AlertDocument, ads: Iterable[AdDocument]) -> Iterator[str]:
    """The masked passages that the reasons rest on; they are shown here and never sent."""
    for ad in ads:
        for reason in (*ad.reasons, *ad.against):
            if reason.indicator in {each.indicator for each in (*alert.reasons, *alert.against)}:
                yield from (f"{ad.ad_id}  {reason.indicator}  “{clean(quote, 200)}”" for quote in reason.quotes[:2])


def _state(alert: AlertDocument) -> str:
    """How it stands with people, and what became of what it rests on."""
    return f"{alert.state.value}, {alert.correction.outcome}" if alert.correction else alert.state.value


def _row(alert: AlertDocument) -> tuple[str, ...]:
    seen = f"{alert.at:%Y-%m-%d %H:%M}"
    cells = (alert.alert_id, seen, alert.severity.value, _state(alert), alert.rule, alert.title)
    return tuple(clean(cell, 100) for cell in cells)


def _print_table(console: Console, alerts: list[AlertDocument], by_actor: bool) -> None:
    """A table on a terminal; otherwise a line an alert, its columns parted by tabs, groups parted by empty lines."""
    groups = [list(group) for _, group in groupby(alerts, group_of)] if by_actor else [alerts]
    if not console.is_terminal:
        if alerts:
            print("\n\n".join("\n".join("\t".join(_row(alert)) for alert in group) for group in groups))
        return
    table = Table(*COLUMNS, title=f"{len(alerts)} alerts, the newest first", title_justify="left")
    for group in groups:
        for alert in group:
            table.add_row(*map(Text, _row(alert)))  # Text: what came from outside is never markup
        table.add_section()
    console.print(table)


def _print_alert(console: Console, alert: AlertDocument, evidence: list[str], message: Message) -> None:
    state = f"state: {_state(alert)}" + (f", verdict: {alert.verdict}" if alert.state is AlertState.CLOSED else "")
    steps = [f"{step.at:%Y-%m-%d %H:%M} {step.by}: {step.action} {clean(step.note, 200)}" for step in alert.history]
    parts = [message.text.strip(), _section("Passages, masked", evidence), _section(state, steps)]
    text = "\n\n".join(filter(None, parts))
    if not console.is_terminal:
        print(text)
        return
    console.print(Panel(Text(text), title=Text(message.subject), subtitle=state, expand=False))


def _section(heading: str, lines: list[str]) -> str:
    return "\n".join((heading, "-" * len(heading), *(f"* {line}" for line in lines))) if lines else ""
