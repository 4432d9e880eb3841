"""The demo's result as a person reads it."""

from pathlib import Path

from rich.console import Console
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from adwatch.demo.compare import Share
from adwatch.demo.ledger import Ledger
from adwatch.demo.result import Result
from processors.plumbing.metrics import Report
from schemas.events import CrawlReport
from simulator.cases import LEAVE_ALONE


def result(console: Console, found: Result) -> None:
    """Tables, the ledger, the comparison, one alert in full, and the verdict."""
    console.print(_crawls(list(found.crawls)), _stages(found.stages), _shares(found.shares), _cases(found.cases))
    console.print(_ledger(found.ledger))
    if found.mail:
        # An alert may quote what somebody wrote in an ad: shown as text, never as markup.
        console.print(Panel(Text(found.mail.strip()), title="one alert, as it arrived in the mailbox", expand=False))
    told = f"{len(found.alerts)} alerts, {found.mails} mails, {found.posts} webhook calls"
    if found.failures:
        console.print(f"[bold red]Not good.[/] {told}", highlight=False)
        for reason in found.failures:
            console.print(f"  - {reason}", markup=False, highlight=False)
    else:
        console.print(f"[bold green]Everything balances.[/] {told}.", highlight=False)


def how_to_look_around(console: Console, home: Path) -> None:
    """What to try while the demo stays up."""
    console.print(
        f"\nStill up. In another terminal, with ADWATCH_HOME={home}:\n"
        "  adwatch engines status    where Kafka and Elasticsearch are\n"
        "  adwatch alerts list       the alerts; `adwatch alerts show ID` for one in full\n"
        "  adwatch dead list         the damaged record and why it was refused\n"
        "  adwatch index status      what is searchable\n"
        "  adwatch airflow           the Airflow page on these engines\n"
        "Ctrl-C here stops everything.",
        markup=False,
        highlight=False,
    )


def _table(title: str, *columns: str) -> Table:
    table = Table(title=title, title_justify="left", title_style="bold")
    for number, column in enumerate(columns):
        table.add_column(column, justify="left" if number == 0 else "right")
    return table


def _crawls(reports: list[CrawlReport]) -> Table:
    table = _table("crawls", "source", "outcome", "pages", "ads", "acknowledged", "seconds")
    for r in reports:
        seconds = (r.finished_at - r.started_at).total_seconds()
        table.add_row(r.source, r.outcome, str(r.pages), str(r.scraped), str(r.acknowledged), f"{seconds:.1f}")
    return table


def _stages(reports: list[Report]) -> Table:
    table = _table("stages", "stage", "in", "out", "rejected", "ads a second while busy")
    for r in reports:
        rate = f"{r.records_in / r.busy_s:,.0f}" if r.busy_s else "-"
        table.add_row(r.stage, str(r.records_in), str(r.out), str(r.rejected), rate)
    return table


def _shares(shares: list[Share]) -> Table:
    table = _table("found, beside the answer sheet", "what", "planted", "found", "invented", "recall", "precision")
    for s in shares:
        figures = (str(s.planted), str(s.found), str(s.invented), f"{s.recall:.1%}", f"{s.precision:.1%}")
        table.add_row(s.what, *figures)
    return table


def _cases(cases: list[Share]) -> Table:
    table = _table("planted cases", "case", "planted", "alerted", "should be")
    for s in sorted(cases, key=lambda case: (case.what in LEAVE_ALONE, case.what)):
        table.add_row(s.what, str(s.planted), str(s.found), "0" if s.what in LEAVE_ALONE else str(s.planted))
    return table


def _ledger(ledger: Ledger) -> Table:
    table = _table("ledger, by id", "ads", "number")
    table.add_row("served by the three sites", str(len(ledger.served)))
    table.add_row("damaged records added by hand", str(len(ledger.damaged)))
    table.add_row("crawled: on ads.raw", str(len(ledger.crawled)))
    table.add_row("= searchable", str(len(ledger.indexed)))
    table.add_row("+ refused: in ads.dead", str(len(ledger.dead)))
    table.add_row("+ children's lane: closed, nothing kept but a report", str(len(ledger.children)))
    return table
