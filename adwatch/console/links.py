"""`adwatch link ...` and `adwatch show ...`: the part of the command line about clusters and actors."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from adwatch.console.common import By, Json, finish

link = typer.Typer(no_args_is_help=True, help="Analysts cut and force links between ads; every step can be undone.")
show = typer.Typer(no_args_is_help=True, help="One cluster or actor as a web page.")

One = Annotated[str, typer.Argument(help="An ad's id, or a contact's token.")]
Other = Annotated[str | None, typer.Argument(help="An ad's id, or the contact that shall not link it.")]
Reason = Annotated[str, typer.Option(help="Why; it is kept, and goes into the audit log.")]
Out = Annotated[Path | None, typer.Option(help="The file to write; default: ID.html here.")]


@link.command("cut")
def link_cut(one: One, reason: Reason, other: Other = None, by: By = None) -> None:
    """A contact links nothing (TOKEN), or not this ad (AD TOKEN); the second ad is no copy of the first (AD AD).

    Example: adwatch link cut phone-0123 --reason "switchboard of a hotel"
    """
    from adwatch.commands.link import cut

    finish(cut(one, other, reason, by))


@link.command("force")
def link_force(
    one: One,
    reason: Reason,
    other: Other = None,
    group: Annotated[Literal["actor", "cluster"], typer.Option("--as", help="What two ads have in common.")] = "actor",
    by: By = None,
) -> None:
    """Two ads are of one actor or cluster (AD AD), or a contact links, however many ads have it (TOKEN).

    Example: adwatch link force AD1 AD2 --reason "same bank account, case 12"
    """
    from adwatch.commands.link import force

    finish(force(one, other, group, reason, by))


@link.command("undo")
def link_undo(decision: Annotated[str, typer.Argument(help="Its id.")], reason: Reason, by: By = None) -> None:
    """End a decision: everything is as it would be without.

    Example: adwatch link undo li-1a2b3c4d --reason "was wrong"
    """
    from adwatch.commands.link import undo

    finish(undo(decision, reason, by))


@link.command("list")
def link_list(as_json: Json = False) -> None:
    """The decisions in force; with --json every line that was ever written."""
    from adwatch.commands.link import list_decisions

    finish(list_decisions(as_json))


@link.command("copy")
def link_copy(
    to: Annotated[Path, typer.Argument(help="A folder, best on another disk.")],
    every: Annotated[float | None, typer.Option(min=1, help="Again and again, with so many seconds between.")] = None,
) -> None:
    """Copy what linking remembers, while it runs; `rebuild --start` goes on from there, here or on another machine.

    Example: adwatch link copy /mnt/other/link --every 60
    """
    from adwatch.commands.link_state import copy

    finish(copy(to, every))


@link.command("rebuild")
def link_rebuild(
    start: Annotated[Path | None, typer.Option(help="A copy to begin with; default: begin with nothing.")] = None,
) -> None:
    """Build anew what linking remembers, from the topics: after damage, or on the machine that takes over."""
    from adwatch.commands.link_state import rebuild

    finish(rebuild(start))


@show.command("cluster")
def show_cluster(cluster: Annotated[str, typer.Argument(help="Its id: c-...")], out: Out = None) -> None:
    """Template and slots, timeline and map of near-duplicate ads, as one page that asks nobody for anything.

    Example: adwatch show cluster c-12
    """
    from adwatch.commands.show import show as write_page

    finish(write_page("cluster", cluster, out))


@show.command("actor")
def show_actor(actor: Annotated[str, typer.Argument(help="Its id: a-...")], out: Out = None) -> None:
    """The same of the ads that share contacts, and what links them. Example: adwatch show actor a-12"""
    from adwatch.commands.show import show as write_page

    finish(write_page("actor", actor, out))
