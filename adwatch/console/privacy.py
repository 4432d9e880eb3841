"""`adwatch vault`, `lookup`, `erase`, `retention`: clear text and contacts, on record and not for ever."""

from typing import Annotated

import typer

from adwatch.console.common import By, Json, finish

vault = typer.Typer(
    no_args_is_help=True, help="Original text and clear contacts: one at a time, for a reason, on record."
)

tokens = typer.Typer(no_args_is_help=True, help="The keys that contacts become tokens with.")
retention = typer.Typer(no_args_is_help=True, help="How long things are kept, and ending what is past its time.")

Purpose = Annotated[str, typer.Option(help="What for; the setting vault.purposes lists what may be said.")]
Reason = Annotated[str, typer.Option(help="Why, in a sentence without any contact; it goes into the audit log.")]


@vault.command("open")
def vault_open(
    ids: Annotated[list[str], typer.Argument(help="The id of an ad, a token, or a request of two persons.")],
    purpose: Purpose = "",
    reason: Reason = "",
    by: By = None,
    as_json: Json = False,
) -> None:
    """Show an ad as it was found, or the contact behind a token. The audit log has it before you do.

    Example: adwatch vault open phone-0123456789abcdef0123 --purpose referral --reason "Asked for by the unit, case 12"
    """
    from adwatch.commands.vault import open_

    finish(open_(ids, purpose, reason, by, as_json=as_json))


@vault.command("ask")
def vault_ask(ids: list[str], purpose: Purpose, reason: Reason, by: By = None) -> None:
    """Ask to open several items; another person agrees. Example: adwatch vault ask ID ID --purpose ... --reason ..."""
    from adwatch.commands.vault import ask

    finish(ask(ids, purpose, reason, by))


@vault.command("agree")
def vault_agree(request: str, reason: Reason, by: By = None) -> None:
    """Agree, as the second person, to what another one asked for. Example: adwatch vault agree vr-0a1b --reason ..."""
    from adwatch.commands.vault import agree

    finish(agree(request, reason, by))


@vault.command("status")
def vault_status(as_json: Json = False) -> None:
    """How many records each master key has sealed; exit code 1 when a key is missing."""
    from adwatch.commands.vault import status

    finish(status(as_json=as_json))


@vault.command("rotate")
def vault_rotate(by: By = None) -> None:
    """Wrap all records with the newest master key, so that older ones can be destroyed. Nothing is opened."""
    from adwatch.commands.vault import rotate

    finish(rotate(by))


@vault.command("new-key")
def vault_new_key() -> None:
    """Print a new master key; put it before the others in the file or variable of secrets.vault_key."""
    from adwatch.commands.vault import make_key

    finish(make_key())


@tokens.command("new-key")
def tokens_new_key() -> None:
    """Print a new key; put it after the others, on a line of its own, in the file or variable of secrets.token_key."""
    from adwatch.commands.tokens import make_key

    finish(make_key())


@tokens.command("renew")
def tokens_renew(by: By = None, as_json: Json = False) -> None:
    """After a new key, while the stages are stopped: every stored token becomes that of the new key, links stay."""
    from adwatch.commands.tokens import run

    finish(run(by, as_json=as_json))


def lookup(
    purpose: Purpose,
    reason: Reason,
    country: Annotated[str | None, typer.Option(help="Of a phone number without prefix, ISO 3166: GB.")] = None,
    by: By = None,
    as_json: Json = False,
) -> None:
    """The token of a contact, which is asked for without echo or read from standard input: never an argument.

    Example: adwatch lookup --purpose investigation --reason "Number named in report 7 of the unit"
    """
    from adwatch.commands.lookup import run

    finish(run(purpose, reason, country, by, as_json=as_json))


def erase(
    ids: Annotated[list[str], typer.Argument(help="Ids of ads; or tokens, for all ads that have them.")],
    reason: Reason,
    despite_hold: Annotated[
        bool, typer.Option("--despite-hold", help="Also ads of alerts that two persons decided to hand over.")
    ] = False,
    by: By = None,
    as_json: Json = False,
) -> None:
    """Erase ads from every store, for good; exit code 1 when something is left, which is named.

    Waits in the end, half a minute, until the search engine has it in no file any more.

    Example: adwatch erase 0123456789abcdef01234567 --reason "Request of the advertised person, letter of 3 March"
    """
    from adwatch.commands.erase import out_of_files, run

    finish(run(ids, reason, despite_hold, by, as_json=as_json) | out_of_files())


@retention.command("show")
def retention_show(as_json: Json = False) -> None:
    """The legal profile in force: classes, periods, basis."""
    from adwatch.commands.retention import show

    finish(show(as_json=as_json))


@retention.command("purge")
def retention_purge(
    rehearse: Annotated[bool, typer.Option("--rehearse", help="Say what is due, and change nothing.")] = False,
    as_json: Json = False,
) -> None:
    """End what is past its time, and look again whether it is gone; run daily. Exit code 1 when it is not."""
    from adwatch.commands.retention import run

    finish(run(rehearse, as_json=as_json))


@retention.command("reports")
def retention_reports(limit: int = 20, as_json: Json = False) -> None:
    """What earlier purges did, the newest last."""
    from adwatch.commands.retention import print_reports

    finish(print_reports(limit, as_json=as_json))
