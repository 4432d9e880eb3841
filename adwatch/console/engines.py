"""`adwatch engines`, `topics`, `index`: what adwatch runs on."""

from pathlib import Path
from typing import Annotated

import typer

from adwatch.console.common import Json, finish

engines = typer.Typer(no_args_is_help=True, help="The real Kafka and Elasticsearch on loopback, without Docker.")
topics = typer.Typer(no_args_is_help=True, help="Kafka topics.")
index = typer.Typer(no_args_is_help=True, help="Indices of the search engine.")
Kinds = Annotated[list[str] | None, typer.Argument(help="ads, alerts, ...; otherwise all.")]


@engines.command("up")
def engines_up(
    kafka_port: Annotated[
        int | None, typer.Option(help="Port of Kafka; otherwise the last one, or a free one.")
    ] = None,
    search_port: Annotated[int | None, typer.Option(help="Port of the search engine, likewise.")] = None,
    search: Annotated[
        str | None, typer.Option(help="elasticsearch or opensearch; otherwise the last one, or elasticsearch.")
    ] = None,
) -> None:
    """Start both engines (a second `up` is harmless) and write their addresses to .adwatch/engines.json."""
    from adwatch.commands.engines import up

    finish(up(kafka_port=kafka_port, search_port=search_port, search=search))


@engines.command("down")
def engines_down() -> None:
    """Stop both engines; the data stays."""
    from adwatch.commands.engines import down

    finish(down())


@engines.command("status")
def engines_status(as_json: Json = False) -> None:
    """Show what runs, where, with how much memory."""
    from adwatch.commands.engines import status

    finish(status(as_json=as_json))


@engines.command("wipe")
def engines_wipe(yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False) -> None:
    """Stop both engines and delete their data and the stages' state."""
    from adwatch.commands.engines import wipe

    finish(wipe(yes=yes))


@topics.command("apply")
def topics_apply(as_json: Json = False) -> None:
    """Create missing topics and set their retention; harmless when repeated."""
    from adwatch.commands.topics import apply

    finish(apply(as_json=as_json))


@index.command("init")
def index_init(as_json: Json = False) -> None:
    """Create templates, indices and aliases that are missing; harmless when repeated."""
    from adwatch.commands.index import init

    finish(init(as_json=as_json))


@index.command("migrate")
def index_migrate(kinds: Kinds = None, as_json: Json = False) -> None:
    """Build new indices where fields changed, copy, compare, and swap the aliases while all goes on. Example:

    adwatch index migrate ads    makes the ads' index anew in any case
    """
    from adwatch.commands.index import migrate

    finish(migrate(kinds or [], as_json=as_json))


@index.command("rollback")
def index_rollback(kinds: Kinds = None, as_json: Json = False) -> None:
    """Go back to the indices before the last migration, with what was written since."""
    from adwatch.commands.index import rollback

    finish(rollback(kinds or [], as_json=as_json))


@index.command("finish")
def index_finish(as_json: Json = False) -> None:
    """Delete the indices that are kept for a rollback: when a migration has proved itself, and before an erasure."""
    from adwatch.commands.index import finish as finish_migration

    finish(finish_migration(as_json=as_json))


@index.command("summarise")
def index_summarise(as_json: Json = False) -> None:
    """Make the documents of all clusters and actors anew from their ads: after an erasure, or for ads of before."""
    from adwatch.commands.index import summarise

    finish(summarise(as_json=as_json))


@index.command("keys")
def index_keys(
    create: Annotated[str | None, typer.Option(help="Make a key for this component and print it, once.")] = None,
    expiration: Annotated[str | None, typer.Option(help="How long it holds: 90d.")] = None,
) -> None:
    """Show what each component may do in the search engine; make its key. Example: adwatch index keys --create seal"""
    from adwatch.commands.index import keys

    finish(keys(create, expiration))


@index.command("users")
def index_users(
    folder: Annotated[Path, typer.Argument(help="Holds a file search_COMPONENT with each password.")],
) -> None:
    """Give each component of a folder of passwords a user of its own. Example: adwatch index users /run/secrets"""
    from adwatch.commands.index import users

    finish(users(folder))


@index.command("status")
def index_status(as_json: Json = False) -> None:
    """Show indices, document counts and what this server can do."""
    from adwatch.commands.index import status

    finish(status(as_json=as_json))
