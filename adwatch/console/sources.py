"""`adwatch sources` and `outbox`: where ads come from, and those that still wait."""

from typing import Annotated

import typer

from adwatch.console.common import Json, finish

sources = typer.Typer(no_args_is_help=True, help="Source packs under spiders/sources/.")
outbox = typer.Typer(no_args_is_help=True, help="Ads that Kafka did not take and that wait on disk.")


@sources.command("list")
def sources_list(as_json: Json = False) -> None:
    """List the source packs."""
    from adwatch.commands.sources import list_sources

    finish(list_sources(as_json=as_json))


@sources.command("check")
def sources_check(names: Annotated[list[str] | None, typer.Argument()] = None) -> None:
    """Hold source packs against every rule; errors name file, line and field."""
    from adwatch.commands.sources import check

    finish(check(names or []))


@sources.command("test")
def sources_test(
    names: Annotated[list[str] | None, typer.Argument()] = None,
    accept: Annotated[bool, typer.Option("--accept", help="Take what the pages yield now as what they must.")] = False,
) -> None:
    """Replay the saved pages of source packs and show differences field by field."""
    from adwatch.commands.sources import replay

    finish(replay(names or [], accept=accept))


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
    finish(new(name, start, said, family, address, language))


@sources.command("save")
def sources_save(
    name: str,
    address: Annotated[str, typer.Argument(help="The page's address.")],
    role: Annotated[str, typer.Option(help="What the page is: ad, list or sitemap.")] = "ad",
    stem: Annotated[str | None, typer.Option("--as", help="Name of the file; one that is there is replaced.")] = None,
) -> None:
    """Save one more page in a pack, with what it yields. Example: adwatch sources save shop https://... --as ad-new"""
    from adwatch.commands.save_page import save

    finish(save(name, address, role, stem))


@sources.command("register")
def sources_register() -> None:
    """Print the register of sources as Markdown. Example: adwatch sources register > docs/sources.md"""
    from adwatch.commands.sources import register

    finish(register())


@sources.command("expire")
def sources_expire(as_json: Json = False) -> None:
    """Delete archived pages older than `crawl.archive_days`, and ads that waited in an outbox for too long."""
    from adwatch.commands.expire import run

    finish(run(as_json))


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

    finish(run(names or [], report_overdue, as_json))


@sources.command("stop")
def sources_stop(
    name: Annotated[str | None, typer.Argument()] = None,
    everything: Annotated[bool, typer.Option("--all", help="Stop all sources.")] = False,
    why: Annotated[str, typer.Option(help="Shown to whoever tries to crawl it.")] = "",
) -> None:
    """Stop a source at once: its running crawl ends within ten seconds, none starts. Example: sources stop --all"""
    from adwatch.commands.stop import stop

    finish(stop(name, everything=everything, why=why))


@sources.command("resume")
def sources_resume(
    name: Annotated[str | None, typer.Argument()] = None,
    everything: Annotated[bool, typer.Option("--all", help="End the stop of all sources.")] = False,
) -> None:
    """Let a stopped source be crawled again."""
    from adwatch.commands.stop import resume

    finish(resume(name, everything=everything))


@sources.command("opt-out")
def sources_opt_out(
    address: Annotated[str | None, typer.Argument(help="site.example, or site.example/path.")] = None,
    note: Annotated[str, typer.Option(help="Who asked, and when.")] = "",
    remove: Annotated[bool, typer.Option("--remove", help="Take the address off the list.")] = False,
) -> None:
    """Never fetch an address again, whatever the source; without one, show the list."""
    from adwatch.commands.opt_out import change, show

    finish(change(address, note=note, remove=remove) if address else show())


@outbox.command("list")
def outbox_list(as_json: Json = False) -> None:
    """List outboxes in which something waits."""
    from adwatch.commands.outbox import list_waiting

    finish(list_waiting(as_json))


@outbox.command("replay")
def outbox_replay(
    names: Annotated[list[str] | None, typer.Argument(help="Sources; all without.")] = None, as_json: Json = False
) -> None:
    """Deliver what waits now; the next crawl of a source does the same. 5 when something still waits."""
    from adwatch.commands.outbox import replay

    finish(replay(names or [], as_json))
