"""`adwatch alerts list | show`."""

import msgspec
from rich.console import Console
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from adwatch.errors import KnownError
from adwatch.reader import Reader
from adwatch.settings import Settings, load
from processors.catalogue import load as load_catalogue
from processors.index.document import AlertDocument
from processors.notify import glossary, render
from processors.notify.clean import clean
from processors.yaml_file import FileError

COLUMNS = ("alert", "seen", "severity", "state", "rule", "title")


def list_alerts(limit: int, as_json: bool) -> int:
    """Print the newest alerts, the newest first."""
    with Reader(load().search) as reader:
        found = reader.alerts(limit)
    if as_json:
        print(msgspec.json.encode(found).decode())
        return 0
    _print_table(Console(highlight=False), found)
    return 0


def show(alert_id: str, as_json: bool) -> int:
    """Print one alert in full, as an investigator gets it. Raises KnownError when there is none."""
    settings = load()
    with Reader(settings.search) as reader:
        found = reader.alert(alert_id)
    if found is None:
        raise KnownError(f"no alert {clean(alert_id, 80)}; see: adwatch alerts list", exit_code=1)
    if as_json:
        print(msgspec.json.encode(found).decode())
        return 0
    _print_alert(Console(highlight=False), found, settings)
    return 0


def _row(alert: AlertDocument) -> tuple[str, ...]:
    seen = f"{alert.at:%Y-%m-%d %H:%M}"
    cells = (alert.alert_id, seen, alert.severity.value, alert.state.value, alert.rule, alert.title)
    return tuple(clean(cell, 100) for cell in cells)


def _print_table(console: Console, alerts: list[AlertDocument]) -> None:
    """A table on a terminal; otherwise a line an alert, its columns parted by tabs."""
    if not console.is_terminal:
        for alert in alerts:
            print("\t".join(_row(alert)))
        return
    table = Table(*COLUMNS, title=f"{len(alerts)} alerts, the newest first", title_justify="left")
    for alert in alerts:
        table.add_row(*map(Text, _row(alert)))  # Text: what came from outside is never markup
    console.print(table)


def _print_alert(console: Console, alert: AlertDocument, settings: Settings) -> None:
    try:
        terms = glossary(load_catalogue(settings.catalogue), settings.notify.language)
    except FileError as error:
        raise KnownError(str(error)) from error
    message = render(alert, settings.notify.language, settings.notify.search_link, terms)
    if not console.is_terminal:
        print(message.text)
        return
    title = Text(message.subject)
    console.print(Panel(Text(message.text.strip()), title=title, subtitle=f"state: {alert.state}", expand=False))
