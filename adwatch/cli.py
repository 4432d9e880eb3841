"""The command line. Thin on purpose: each command imports its work when it runs, so that `--help` is quick."""

import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer

from adwatch.cli_alerts import alerts, audit, searches

app = typer.Typer(no_args_is_help=True, add_completion=False, help="Watch public ads; rank human work; explain why.")
engines = typer.Typer(no_args_is_help=True, help="The real Kafka and Elasticsearch on loopback, without Docker.")
topics = typer.Typer(no_args_is_help=True, help="Kafka topics.")
sources = typer.Typer(no_args_is_help=True, help="Source packs under spiders/sources/.")
index = typer.Typer(no_args_is_help=True, help="Elasticsearch indices.")
indicators = typer.Typer(no_args_is_help=True, help="The catalogue of published indicators and its word lists.")
rules = typer.Typer(no_args_is_help=True, help="Alert rules under catalogue/rules/.")
dead = typer.Typer(no_args_is_help=True, help="Records that were refused, with their original bytes.")
outbox = typer.Typer(no_args_is_help=True, help="Ads that Kafka did not take and that wait on disk.")
filters = typer.Typer(no_args_is_help=True, help="The stages as filters: JSON lines in, JSON lines out, no server.")
bench = typer.Typer(no_args_is_help=True, help="Benchmarks; each ends with one JSON line.")
for name, group in {
    "engines": engines, "topics": topics, "sources": sources, "index": index, "indicators": indicators,
    "rules": rules, "alerts": alerts, "audit": audit, "searches": searches,
    "dead": dead, "outbox": outbox, "filter": filters, "bench": bench,
}.items():  # fmt: skip
    app.add_typer(group, name=name)

MOMENTS = ["%Y-%m-%dT%H:%M:%S%z", "%Y-%m-%dT%H:%M:%S.%f%z", "%Y-%m-%dT%H:%M%z"]  # a moment without its zone is none
Json = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]


def _finish(code: int | None) -> NoReturn:
    raise typer.Exit(code or 0)


def main() -> Any:
    """Entry point: a known error is one clear line and its exit code, never a traceback."""
    from adwatch.errors import KnownError
    from processors.errors import StageStoppedError

    try:
        return app()
    except (KnownError, StageStoppedError) as error:
        print(f"adwatch: {error}", file=sys.stderr)
        sys.exit(error.exit_code)


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

    _finish(run(keep=keep, ads=ads, seed=seed))


@app.command()
def doctor(as_json: Json = False) -> None:
    """Check what adwatch needs: Python, Java, engines, topics, indices, catalogue; each line says how to mend it."""
    from adwatch.commands.doctor import run

    _finish(run(as_json=as_json))


@engines.command("up")
def engines_up(
    kafka_port: Annotated[
        int | None, typer.Option(help="Port of Kafka; otherwise the last one, or a free one.")
    ] = None,
    search_port: Annotated[int | None, typer.Option(help="Port of Elasticsearch, likewise.")] = None,
) -> None:
    """Start both engines (a second `up` is harmless) and write their addresses to .adwatch/engines.json."""
    from adwatch.commands.engines import up

    _finish(up(kafka_port=kafka_port, search_port=search_port))


@engines.command("down")
def engines_down() -> None:
    """Stop both engines; the data stays."""
    from adwatch.commands.engines import down

    _finish(down())


@engines.command("status")
def engines_status(as_json: Json = False) -> None:
    """Show what runs, where, with how much memory."""
    from adwatch.commands.engines import status

    _finish(status(as_json=as_json))


@engines.command("wipe")
def engines_wipe(yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False) -> None:
    """Stop both engines and delete their data and the stages' state."""
    from adwatch.commands.engines import wipe

    _finish(wipe(yes=yes))


@topics.command("apply")
def topics_apply(as_json: Json = False) -> None:
    """Create missing topics and set their retention; harmless when repeated."""
    from adwatch.commands.topics import apply

    _finish(apply(as_json=as_json))


@sources.command("list")
def sources_list(as_json: Json = False) -> None:
    """List the source packs."""
    from adwatch.commands.sources import list_sources

    _finish(list_sources(as_json=as_json))


@sources.command("check")
def sources_check(names: Annotated[list[str] | None, typer.Argument()] = None) -> None:
    """Hold source packs against every rule; errors name file, line and field."""
    from adwatch.commands.sources import check

    _finish(check(names or []))


@sources.command("test")
def sources_test(
    names: Annotated[list[str] | None, typer.Argument()] = None,
    accept: Annotated[bool, typer.Option("--accept", help="Take what the pages yield now as what they must.")] = False,
) -> None:
    """Replay the saved pages of source packs and show differences field by field."""
    from adwatch.commands.sources import replay

    _finish(replay(names or [], accept=accept))


@sources.command("new")
def sources_new(
    name: Annotated[str, typer.Argument(help="Name of the pack, for example leeds_notices.")],
    start: Annotated[list[str], typer.Argument(help="An address; or a saved first page, and a saved ad's page.")],
    owner: Annotated[str, typer.Option(help="Who answers for this source.")] = "",
    legal_basis: Annotated[str, typer.Option(help="Why it may be read.")] = "",
    purpose: Annotated[str, typer.Option(help="What for.")] = "",
    reviewed: Annotated[str, typer.Option(help="Day on which you read the site's terms: 2026-11-20.")] = "",
    family: Annotated[str, typer.Option(help="What kind of site it is.")] = "classifieds",
    address: Annotated[str | None, typer.Option(help="Where the saved first page comes from.")] = None,
    language: Annotated[str, typer.Option(help="Language of the ads.")] = "en",
) -> None:
    """Start a source pack and propose how to read it. Example: adwatch sources new leeds_notices list.html ad.html"""
    from adwatch.commands.new_source import new

    said = {"owner": owner, "legal_basis": legal_basis, "purpose": purpose, "terms_reviewed_on": reviewed}
    _finish(new(name, start, said, family, address, language))


@sources.command("save")
def sources_save(
    name: str,
    address: Annotated[str, typer.Argument(help="The page's address.")],
    role: Annotated[str, typer.Option(help="What the page is: ad, list or sitemap.")] = "ad",
    stem: Annotated[str | None, typer.Option("--as", help="Name of the file; one that is there is replaced.")] = None,
) -> None:
    """Save one more page in a pack, with what it yields. Example: adwatch sources save shop https://... --as ad-new"""
    from adwatch.commands.save_page import save

    _finish(save(name, address, role, stem))


@sources.command("register")
def sources_register() -> None:
    """Print the register of sources as Markdown. Example: adwatch sources register > docs/sources.md"""
    from adwatch.commands.sources import register

    _finish(register())


@sources.command("expire")
def sources_expire(as_json: Json = False) -> None:
    """Delete archived pages older than `crawl.archive_days`; every crawl does the same."""
    from adwatch.commands.expire import run

    _finish(run(as_json))


@sources.command("health")
def sources_health(
    names: Annotated[list[str] | None, typer.Argument(help="Sources to show in full; all in brief without.")] = None,
    report_overdue: Annotated[
        bool, typer.Option("--report-overdue", help="Open an alert about sources without a good crawl for too long.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Show how each source is: last crawl, open alert, what changed on its pages. 1 when one is not well."""
    from adwatch.commands.health import run

    _finish(run(names or [], report_overdue, as_json))


@sources.command("stop")
def sources_stop(
    name: Annotated[str | None, typer.Argument()] = None,
    everything: Annotated[bool, typer.Option("--all", help="Stop all sources.")] = False,
    why: Annotated[str, typer.Option(help="Shown to whoever tries to crawl it.")] = "",
) -> None:
    """Stop a source at once: its running crawl ends within ten seconds, none starts. Example: sources stop --all"""
    from adwatch.commands.stop import stop

    _finish(stop(name, everything=everything, why=why))


@sources.command("resume")
def sources_resume(
    name: Annotated[str | None, typer.Argument()] = None,
    everything: Annotated[bool, typer.Option("--all", help="End the stop of all sources.")] = False,
) -> None:
    """Let a stopped source be crawled again."""
    from adwatch.commands.stop import resume

    _finish(resume(name, everything=everything))


@sources.command("opt-out")
def sources_opt_out(
    address: Annotated[str | None, typer.Argument(help="site.example, or site.example/path.")] = None,
    note: Annotated[str, typer.Option(help="Who asked, and when.")] = "",
    remove: Annotated[bool, typer.Option("--remove", help="Take the address off the list.")] = False,
) -> None:
    """Never fetch an address again, whatever the source; without one, show the list."""
    from adwatch.commands.opt_out import change, show

    _finish(change(address, note=note, remove=remove) if address else show())


@app.command()
def crawl(
    source: str,
    max_pages: Annotated[int | None, typer.Option(min=1, help="Stop after so many pages.")] = None,
    with_parent: Annotated[
        bool, typer.Option("--with-parent", help="End when the process that started this one is gone.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Crawl one source once. Exit codes: 0 good, 2 wrong configuration, 3 degraded, 4 blocked, 5 undelivered."""
    from adwatch.commands.crawl import run

    _finish(run(source, max_pages=max_pages, with_parent=with_parent, as_json=as_json))


@app.command("import")
def import_file(
    file: Annotated[Path, typer.Argument(help="JSON lines (.jsonl), CSV (.csv) or a saved feed (.xml, .json).")],
    source: Annotated[str, typer.Option(help="A pack with `how: file`: it says whose ads these are.")],
    as_json: Json = False,
) -> None:
    """Import other people's public ads; exit codes as of `crawl`. Example: adwatch import a.csv --source partner_ads"""
    from adwatch.commands.crawl import run

    _finish(run(source, max_pages=None, with_parent=False, as_json=as_json, file=file))


@app.command()
def run(
    stages: Annotated[list[str], typer.Argument(help="Stage names, or `all`.")],
    until_idle: Annotated[float | None, typer.Option(help="Stop after so many seconds without a record.")] = None,
) -> None:
    """Run stages until SIGTERM or Ctrl-C; several names run as one process each. Example: adwatch run all"""
    from adwatch.commands.run import run as run_stages

    _finish(run_stages(stages, until_idle=until_idle))


@index.command("init")
def index_init(as_json: Json = False) -> None:
    """Create templates, indices and aliases that are missing; harmless when repeated."""
    from adwatch.commands.index import init

    _finish(init(as_json=as_json))


@index.command("status")
def index_status(as_json: Json = False) -> None:
    """Show indices, document counts and what this server can do."""
    from adwatch.commands.index import status

    _finish(status(as_json=as_json))


@indicators.command("list")
def indicators_list(
    family: Annotated[str | None, typer.Argument(help="First letters of the ids: SX, LB, NW ...")] = None,
    language: Annotated[str, typer.Option(help="en or fr.")] = "en",
    as_json: Json = False,
) -> None:
    """List indicators: id, evidence grade, strength, how they are looked for. Example: adwatch indicators list LB"""
    from adwatch.commands.indicators import list_indicators

    _finish(list_indicators(family, language, as_json))


@indicators.command("show")
def indicators_show(
    indicator: Annotated[str, typer.Argument(help="An id: LB-06.")],
    language: Annotated[str, typer.Option(help="en or fr.")] = "en",
    as_json: Json = False,
) -> None:
    """Show one indicator in full, with its sources. Example: adwatch indicators show LB-06 --language fr"""
    from adwatch.commands.indicators import show

    _finish(show(indicator, language, as_json))


@indicators.command("check")
def indicators_check(folder: Annotated[Path | None, typer.Argument(help="A catalogue; default: ours.")] = None) -> None:
    """Hold a catalogue against every rule, and its word lists against their examples."""
    from adwatch.commands.indicators import check

    _finish(check(folder))


@rules.command("check")
def rules_check(folder: Annotated[Path | None, typer.Option("--rules")] = None) -> None:
    """Check every rule and its examples."""
    from adwatch.commands.rules import check

    _finish(check(folder))


@rules.command("import-elastalert")
def rules_import_elastalert(file: Path) -> None:
    """Convert an ElastAlert 2 rule as far as it goes: the rule on standard output, what is missing beside it."""
    from adwatch.commands.import_elastalert import import_elastalert

    _finish(import_elastalert(file))


@rules.command("reference")
def rules_reference() -> None:
    """Print the reference of rule files, made from their schema (docs/rules-reference.md)."""
    from adwatch.commands.rule_reference import reference

    _finish(reference())


@rules.command("silence")
def rules_silence(
    rule: Annotated[str, typer.Argument(help="A rule's id, or * for every rule.")],
    span: Annotated[str, typer.Option("--for", help="How long from now: 30m, 8h, 2d.")],
    reason: Annotated[str, typer.Option(help="Why; it is kept.")],
    key: Annotated[str | None, typer.Option(help="Only this key of it, an actor for instance.")] = None,
) -> None:
    """Maintenance: alerts are raised and filed and not sent. Undo with `rules unsilence`."""
    from adwatch.commands.silences import silence

    _finish(silence(rule, key, span, reason))


@rules.command("unsilence")
def rules_unsilence(name: Annotated[str, typer.Argument(help="A silence's id.")]) -> None:
    """End a silence now."""
    from adwatch.commands.silences import unsilence

    _finish(unsilence(name))


@rules.command("silences")
def rules_silences(as_json: Json = False) -> None:
    """Silences that hold; with --json every line that was ever written."""
    from adwatch.commands.silences import list_silences

    _finish(list_silences(as_json))


@rules.command("backtest")
def rules_backtest(
    names: Annotated[list[str] | None, typer.Argument(help="Rules, by id or file; default: all.")] = None,
    days: Annotated[int, typer.Option(min=1, help="How far back.")] = 30,
    file: Annotated[
        Path | None, typer.Option(help="JSON lines of scored ads, instead of what lies on the bus.")
    ] = None,
    invented: Annotated[int | None, typer.Option(help="So many invented ads, where there is no history yet.")] = None,
    lock: Annotated[bool, typer.Option("--lock", help="Write the catalogue's rules.lock, for rules it ships.")] = False,
    as_json: Json = False,
) -> None:
    """Forecast how often a rule would fire, and on whom. Example: adwatch rules backtest high_band_ad --days 14"""
    from adwatch.commands.backtest import backtest

    _finish(backtest(names or [], days, file, invented, lock=lock, as_json=as_json))


@rules.command("live")
def rules_live(
    name: str,
    override: Annotated[str, typer.Option(help="Why it must run without a forecast; goes into the audit log.")] = "",
    by: Annotated[str | None, typer.Option(help="Who you are, where people share a login.")] = None,
) -> None:
    """Let a rule run, once its forecast was seen. Example: adwatch rules live high_band_ad"""
    from adwatch.commands.backtest import live

    _finish(live(name, override, by))


@dead.command("list")
def dead_list(limit: int = 50, as_json: Json = False) -> None:
    """List dead letters, newest first."""
    from adwatch.commands.dead import list_letters

    _finish(list_letters(limit=limit, as_json=as_json))


@dead.command("show")
def dead_show(
    letter_id: str, payload: Annotated[bool, typer.Option(help="Also print the original bytes.")] = False
) -> None:
    """Show one dead letter."""
    from adwatch.commands.dead import show

    _finish(show(letter_id, payload=payload))


@dead.command("replay")
def dead_replay(letter_id: Annotated[str, typer.Argument(help="A letter's id, or `all`.")]) -> None:
    """Send the original bytes back to the topic they came from."""
    from adwatch.commands.dead import replay

    _finish(replay(letter_id))


@dead.command("drop")
def dead_drop(letter_id: Annotated[str, typer.Argument(help="A letter's id, or `all`.")]) -> None:
    """Mark a dead letter as dealt with."""
    from adwatch.commands.dead import drop

    _finish(drop(letter_id))


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

    _finish(run_replay(source, from_archive=from_archive, only=run, rehearse=rehearse, as_json=as_json))


@app.command()
def republish(
    since: Annotated[datetime, typer.Option(formats=MOMENTS, help="From when on, with its zone.")],
    until: Annotated[datetime | None, typer.Option(formats=MOMENTS, help="Up to when; without it, until now.")] = None,
    source: Annotated[str | None, typer.Option(help="Only the ads of this source.")] = None,
    as_json: Json = False,
) -> None:
    """Send what ads.raw holds of a time window through all stages again: after a change of words or indicators."""
    from adwatch.commands.republish import run

    _finish(run(since, until, source, as_json))


@outbox.command("list")
def outbox_list(as_json: Json = False) -> None:
    """List outboxes in which something waits."""
    from adwatch.commands.outbox import list_waiting

    _finish(list_waiting(as_json))


@outbox.command("replay")
def outbox_replay(
    names: Annotated[list[str] | None, typer.Argument(help="Sources; all without.")] = None, as_json: Json = False
) -> None:
    """Deliver what waits now; the next crawl of a source does the same. 5 when something still waits."""
    from adwatch.commands.outbox import replay

    _finish(replay(names or [], as_json))


@filters.command("enrich")
def filter_enrich(
    region: Annotated[str | None, typer.Option(help="Country for phones without one.")] = None,
    explain: Annotated[bool, typer.Option("--explain", help="For a person: what was read where and why.")] = False,
    page: Annotated[Path | None, typer.Option("--explain-html", help="The same as a web page, in this file.")] = None,
) -> None:
    """Read ads: language, mentions, findings."""
    from adwatch.commands.filter import enrich

    _finish(enrich(region=region, explain=explain, page=page))


@filters.command("link")
def filter_link() -> None:
    """Group ads: cluster, template, slots, actor."""
    from adwatch.commands.filter import link

    _finish(link())


@filters.command("score")
def filter_score() -> None:
    """Score ads: band, dimensions, reasons, unknowns."""
    from adwatch.commands.filter import score

    _finish(score())


@filters.command("alert")
def filter_alert(folder: Annotated[Path, typer.Option("--rules", help="Folder of rule files.")]) -> None:
    """Try rules on a file of ads: one line per alert."""
    from adwatch.commands.filter import alert

    _finish(alert(folder))


@app.command()
def simulate(
    ads: Annotated[int, typer.Option(help="How many ads.")] = 300,
    seed: Annotated[int, typer.Option(help="Seed; the same seed gives the same ads.")] = 7,
    visit: Annotated[int, typer.Option(help="Which visit: later ones have new, edited, removed, reposted ads.")] = 1,
    serve: Annotated[bool, typer.Option(help="Serve the three sites on loopback until Ctrl-C.")] = False,
    port: Annotated[int, typer.Option(help="Port of the sites; 0 picks a free one.")] = 8321,
    answers: Annotated[bool, typer.Option(help="Print the answer sheet instead of the ads.")] = False,
) -> None:
    """Invented ads as JSON lines, their answer sheet, or the local sites that serve them."""
    from adwatch.commands.simulate import run as run_simulator

    _finish(run_simulator(ads=ads, seed=seed, visit=visit, serve=serve, port=port, answers=answers))


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

    _finish(print_pools() if pools else run_airflow(port=port))


@bench.command("pipeline")
def bench_pipeline(ads: Annotated[int, typer.Option(help="How many ads.")] = 20_000, seed: int = 7) -> None:
    """Ads a second from ads.raw to searchable (the value), per stage and whole, on the real engines."""
    from benchmarks.pipeline import run as run_bench

    _finish(run_bench(ads=ads, seed=seed))


@bench.command("searches")
def bench_searches(
    searches: Annotated[int, typer.Option(help="How many standing searches.")] = 1_000,
    ads: Annotated[int, typer.Option(help="Ads in the index before.")] = 5_000,
    rounds: Annotated[int, typer.Option(help="Batches of 500 that become searchable.")] = 4,
    percolator: Annotated[str, typer.Option(help="Address of a server with a percolator, to measure that too.")] = "",
    seed: int = 7,
) -> None:
    """Milliseconds that a thousand standing searches cost an ad (the value), all in one request; and one by one."""
    from benchmarks.searches import run as run_bench

    _finish(run_bench(searches=searches, ads=ads, rounds=rounds, seed=seed, percolator=percolator))


@bench.command("rules")
def bench_rules(
    ads: Annotated[int, typer.Option(help="How many ads.")] = 120_000,
    rules: Annotated[int, typer.Option(help="How many rules.")] = 500,
    actors: Annotated[int, typer.Option(help="How many actors.")] = 100_000,
    seed: int = 7,
) -> None:
    """Ads a second through all rules on one core (the value), state, restart, and the same alerts from a new state."""
    from benchmarks.rules import run as run_bench

    _finish(run_bench(ads=ads, rules=rules, actors=actors, seed=seed))


@bench.command("read")
def bench_read(
    ads: Annotated[int, typer.Option(min=50, help="Ads of each of three worlds.")] = 2_000, seed: int = 11
) -> None:
    """How well invented ads are read: the lowest F1 of a kind (the value); F1 by kind, disguise and language.

    The simulator's disguises were known while the detectors were written, so this says that nothing broke. It does not
    say how well the ads of a real site are read.
    """
    from benchmarks.read import run as run_bench

    _finish(run_bench(ads=ads, seed=seed))


@bench.command("enrich")
def bench_enrich(
    ads: Annotated[int, typer.Option(min=1, help="Ads of 600 characters.")] = 4_000, seed: int = 7
) -> None:
    """Ads read in a second of one core (the value), start-up, memory, and the seconds for hostile megabytes."""
    from benchmarks.enrich import run as run_bench

    _finish(run_bench(ads=ads, seed=seed))


@bench.command("latency")
def bench_latency(
    rate: Annotated[float, typer.Option(help="Ads published a second.")] = 500.0,
    ads: Annotated[int, typer.Option(help="How many ads.")] = 10_000,
    rules: Annotated[int, typer.Option(help="How many rules are live.")] = 100,
    seed: int = 7,
) -> None:
    """Seconds from an ad published to its notification received, p95 (the value), on engines of its own."""
    from benchmarks.latency import run as run_bench

    _finish(run_bench(rate=rate, ads=ads, rules=rules, seed=seed))


@bench.command("crawl")
def bench_crawl(
    pages: Annotated[int, typer.Option(min=100, help="Of the crawl whose memory is watched.")] = 5_000,
) -> None:
    """Pages a second of one crawl process, manners off, as a multiple of plain Scrapy on the same pages (the value)."""
    from benchmarks.crawl import run as run_bench

    _finish(run_bench(pages))


if __name__ == "__main__":
    main()
