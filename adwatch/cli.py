"""The command line: all groups of commands, and those that stand alone."""

import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from adwatch.console.alerts import alerts
from adwatch.console.audit import audit
from adwatch.console.bench import bench
from adwatch.console.children import children
from adwatch.console.common import MOMENTS, Json, finish
from adwatch.console.dead import dead
from adwatch.console.engines import engines, index, topics
from adwatch.console.filters import filters
from adwatch.console.indicators import indicators
from adwatch.console.kibana import kibana, report
from adwatch.console.links import link, show
from adwatch.console.privacy import erase, lookup, retention, tokens, vault
from adwatch.console.rules import rules
from adwatch.console.search import search
from adwatch.console.searches import searches
from adwatch.console.simulate import simulate
from adwatch.console.sources import outbox, sources
from adwatch.console.status import status

app = typer.Typer(no_args_is_help=True, add_completion=False, help="Watch public ads; rank human work; explain why.")
for name, group in {
    "engines": engines, "topics": topics, "sources": sources, "index": index, "indicators": indicators,
    "link": link, "show": show, "rules": rules, "alerts": alerts, "audit": audit, "search": search,
    "searches": searches, "vault": vault, "tokens": tokens, "retention": retention, "dead": dead, "outbox": outbox,
    "filter": filters, "bench": bench, "kibana": kibana, "children": children,
}.items():  # fmt: skip
    app.add_typer(group, name=name)
app.command()(lookup)
app.command()(erase)
app.command()(report)
app.command()(status)
app.command()(simulate)


def main() -> Any:
    """Entry point: a known error is one clear line and its exit code, never a traceback."""
    from adwatch.errors import KnownError
    from processors.errors import StageStoppedError

    try:
        return app()
    except (KnownError, StageStoppedError) as error:
        print(f"adwatch: {error}", file=sys.stderr)
        sys.exit(error.exit_code)


@app.callback()
def begun(
    with_parent: Annotated[
        bool, typer.Option("--with-parent", help="End when the process that started this one is gone.")
    ] = False,
) -> None:
    """What holds for every command."""
    if with_parent:
        from spiders.parent import end_with_parent

        end_with_parent()


@app.command()
def version() -> None:
    """Print the version."""
    from adwatch import __version__

    print(__version__)


@app.command()
def demo(
    keep: Annotated[
        bool, typer.Option("--keep", help="Leave everything up afterwards and say how to stop it.")
    ] = False,
    ads: Annotated[int, typer.Option(help="How many ads the simulated sites hold.")] = 300,
    seed: Annotated[int, typer.Option(help="Seed of the invented ads.")] = 7,
) -> None:
    """The main job end to end: three simulated sites, every stage, one explained alert in a mailbox."""
    from adwatch.commands.demo import run

    finish(run(keep=keep, ads=ads, seed=seed))


@app.command()
def doctor(as_json: Json = False) -> None:
    """Check what adwatch needs: Python, Java, engines, topics, indices, catalogue; each line says how to mend it."""
    from adwatch.commands.doctor import run

    finish(run(as_json=as_json))


@app.command()
def crawl(
    source: str,
    max_pages: Annotated[int | None, typer.Option(min=1, help="Stop after so many pages.")] = None,
    as_json: Json = False,
) -> None:
    """Crawl one source once. Exit codes: 0 good, 2 wrong configuration, 3 degraded, 4 blocked, 5 undelivered.

    Example: adwatch crawl demo_jobs --max-pages 5
    """
    from adwatch.commands.crawl import run

    finish(run(source, max_pages=max_pages, as_json=as_json))


@app.command("import")
def import_file(
    file: Annotated[Path, typer.Argument(help="JSON lines (.jsonl), CSV (.csv) or a saved feed (.xml, .json).")],
    source: Annotated[str, typer.Option(help="A pack with `how: file`: it says whose ads these are.")],
    as_json: Json = False,
) -> None:
    """Import other people's public ads; exit codes as of `crawl`. Example: adwatch import a.csv --source partner_ads"""
    from adwatch.commands.crawl import run

    finish(run(source, max_pages=None, as_json=as_json, file=file))


@app.command()
def run(
    stages: Annotated[list[str], typer.Argument(help="Stage names, or `all`.")],
    until_idle: Annotated[float | None, typer.Option(help="Stop after so many seconds without a record.")] = None,
) -> None:
    """Run stages until SIGTERM or Ctrl-C; several names run as one process each. Example: adwatch run all"""
    from adwatch.commands.run import run as run_stages

    finish(run_stages(stages, until_idle=until_idle))


@app.command()
def replay(
    source: Annotated[str, typer.Argument(help="A source whose pages are archived (`archive: true`).")],
    from_archive: Annotated[
        bool, typer.Option("--from-archive", help="Read the archived pages again, with the selectors of today.")
    ] = False,
    run: Annotated[str | None, typer.Option(help="Only the pages of this crawl.")] = None,
    rehearse: Annotated[bool, typer.Option("--rehearse", help="Say what would be sent, and send nothing.")] = False,
    as_json: Json = False,
) -> None:
    """Read collected pages again without touching the site. Example: adwatch replay my_source --from-archive"""
    from adwatch.commands.replay import run as run_replay

    finish(run_replay(source, from_archive=from_archive, only=run, rehearse=rehearse, as_json=as_json))


@app.command()
def republish(
    since: Annotated[datetime, typer.Option(formats=MOMENTS, help="From when on, with its zone.")],
    until: Annotated[datetime | None, typer.Option(formats=MOMENTS, help="Up to when; without it, until now.")] = None,
    source: Annotated[str | None, typer.Option(help="Only the ads of this source.")] = None,
    as_json: Json = False,
) -> None:
    """Send what ads.raw holds of a time window through all stages again: after a change of words or indicators.

    Example: adwatch republish --since 2026-03-01T00:00+0000 --source demo_jobs
    """
    from adwatch.commands.republish import run

    finish(run(since, until, source, as_json))


@app.command()
def airflow(
    port: int = 8080,
    pools: Annotated[
        bool, typer.Option("--pools", help="Print the pools our DAGs need, for `airflow pools import` elsewhere.")
    ] = False,
) -> None:
    """Airflow on the running engines; prints address and login; Ctrl-C stops it and leaves no process."""
    from adwatch.commands.airflow import print_pools
    from adwatch.commands.airflow import run as run_airflow

    finish(print_pools() if pools else run_airflow(port=port))


if __name__ == "__main__":
    main()
