"""`adwatch vault`, `lookup`: clear text and contacts, on record."""

from typing import Annotated

import typer

from adwatch.console.alerts import By
from adwatch.console.common import Json, finish

vault = typer.Typer(
    no_args_is_help=True, help="Original text and clear contacts: one at a time, for a reason, on record."
)

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
