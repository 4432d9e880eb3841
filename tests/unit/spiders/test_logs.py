"""No text of an ad gets into the logs."""

from spiders.logs import SilentFormatter, short_exception
from tests.factories import raw_ad

SECRET = "ring me on +44 7700 900123"


def test_an_exception_is_named_and_placed_but_not_quoted() -> None:
    try:
        int(SECRET)
    except ValueError as error:
        event = short_exception(
            None, "error", {"event": "failed", "exc_info": (type(error), error, error.__traceback__)}
        )
    assert event["exception"] == "ValueError"
    assert "test_logs.py" in event["at"]
    assert SECRET not in str(event)


def test_scrapy_says_nothing_of_the_ads_it_handles() -> None:
    formatter, ad = SilentFormatter(), raw_ad(body=SECRET)
    assert formatter.scraped(ad, None, None) is None
    assert SECRET not in str(formatter.dropped(ad, ValueError("duplicate"), None, None))
    assert SECRET not in str(formatter.item_error(ad, ValueError(SECRET), None, None))
