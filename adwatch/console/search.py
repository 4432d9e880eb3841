"""`adwatch search ...`: what analysts ask, each in one search."""

from typing import Annotated

import typer

from adwatch.console.common import Json, finish

search = typer.Typer(no_args_is_help=True, help="What analysts ask of the ads, each in one search; contacts by token.")

Days = Annotated[int, typer.Option(min=1, max=730, help="How far back.")]
Limit = Annotated[int, typer.Option(min=1, max=100, help="Results, at most.")]


@search.command("contact")
def search_contact(token: str, limit: Limit = 20, as_json: Json = False) -> None:
    """All ads of a contact, by its token (adwatch lookup gives it). Example: adwatch search contact phone-9f2c"""
    from adwatch.commands.search import ask
    from processors.searches import questions

    finish(ask(lambda: questions.contact(token, limit), as_json))


@search.command("actor")
def search_actor(actor: str, days: Days = 365, as_json: Json = False) -> None:
    """An actor over time: ads a week by country, places, kinds of source, the newest ads.

    Example: adwatch search actor a-12
    """
    from adwatch.commands.search import ask, now, since
    from processors.searches import questions

    finish(ask(lambda: questions.actor(actor, since(days), now()), as_json))


@search.command("template")
def search_template(
    cluster: str,
    home: Annotated[str, typer.Option(help="A place that does not count.")] = "",
    limit: Limit = 20,
    as_json: Json = False,
) -> None:
    """The same text in other places. Example: adwatch search template c-12 --home Lyon"""
    from adwatch.commands.search import ask
    from processors.searches import questions

    finish(ask(lambda: questions.template(cluster, home, limit), as_json))


@search.command("indicator")
def search_indicator(indicator: str, days: Days = 90, as_json: Json = False) -> None:
    """An indicator by country and week. Example: adwatch search indicator LB-06 --days 30"""
    from adwatch.commands.search import ask, now, since
    from processors.searches import questions

    finish(ask(lambda: questions.indicator(indicator, since(days), now()), as_json))


@search.command("near")
def search_near(
    latitude: float,
    longitude: float,
    km: Annotated[float, typer.Option(help="Distance, at most 500.")] = 30.0,
    days: Days = 90,
    limit: Limit = 20,
    as_json: Json = False,
) -> None:
    """Ads near a point, the nearest first. Example: adwatch search near 45.76 4.84 --km 20"""
    from adwatch.commands.search import ask, since
    from processors.searches import questions

    finish(ask(lambda: questions.near(latitude, longitude, km, since(days), limit), as_json))


@search.command("moving")
def search_moving(days: Days = 14, limit: Limit = 50, as_json: Json = False) -> None:
    """Actors seen in several countries within the last days, the latest first."""
    from adwatch.commands.search import ask, now
    from processors.searches import questions

    finish(ask(lambda: questions.moving(days, now(), limit), as_json))


@search.command("new-templates")
def search_new_templates(
    days: Days = 7,
    ads: Annotated[int, typer.Option(min=1, max=100, help="That it has, at least.")] = 2,
    limit: Limit = 50,
    as_json: Json = False,
) -> None:
    """Texts first seen in the last days that several ads have, the most used ones first."""
    from adwatch.commands.search import ask, now
    from processors.searches import questions

    finish(ask(lambda: questions.new_templates(days, now(), ads, limit), as_json))


@search.command("price")
def search_price(
    unit: Annotated[str, typer.Argument(help="Currency and unit: EUR/hour.")],
    country: str = "",
    place: str = "",
    amount: Annotated[float | None, typer.Option(help="How many ads ask for no more than this?")] = None,
    days: Days = 90,
    as_json: Json = False,
) -> None:
    """The local norm of prices and the cheapest ads. Example: adwatch search price EUR/hour --place Lyon --amount 6"""
    from adwatch.commands.search import ask, since
    from processors.searches import questions

    finish(ask(lambda: questions.price(unit, since(days), country, place, amount), as_json))


@search.command("bridges")
def search_bridges(
    first: str = "job_board", second: str = "adult_services", days: Days = 90, limit: Limit = 50, as_json: Json = False
) -> None:
    """Actors with ads on sources of two families, the newest first."""
    from adwatch.commands.search import ask, since
    from processors.searches import questions

    finish(ask(lambda: questions.bridges(first, second, since(days), limit), as_json))


@search.command("text")
def search_text(
    words: str,
    days: Annotated[int | None, typer.Option(min=1, help="How far back; otherwise all.")] = None,
    limit: Limit = 20,
    as_json: Json = False,
) -> None:
    """Ads with all of these words, in any form, with what they mean in other languages; the passages marked.

    Examples: adwatch search text "passport deposit"; adwatch search text 'seas* "night shift"'
    """
    from adwatch.commands.search import text

    finish(text(words, days, limit, as_json))


@search.command("like")
def search_like(ad_id: str, limit: Limit = 20, as_json: Json = False) -> None:
    """Ads that read much like one ad. Example: adwatch search like 0123456789abcdef01234567"""
    from adwatch.commands.search import like

    finish(like(ad_id, limit, as_json))
