"""Pages made to stall a parser are refused at once."""

import gzip

import pytest

from spiders.read.bounds import MAX_ADS, MAX_TAGS, UnreadableError, at_most, check_markup, gunzip, parse_json


@pytest.mark.parametrize(
    ("markup", "reason"),
    [
        ("<div>" * 200_000, "too_many_tags"),
        ("<b>x</b>" * 1_000_000, "too_many_tags"),
        ("<div " + " ".join(f"a{n}=1" for n in range(100_000)) + ">", "too_many_attributes"),
        ("<div " + " ".join(f"a{n}='x'" for n in range(100_000)), "too_many_attributes"),
    ],
)
def test_refused(markup: str, reason: str) -> None:
    """Fault 9: 8 MB of tiny tags, 200,000 nested ones."""
    with pytest.raises(UnreadableError, match=reason):
        check_markup(markup)


@pytest.mark.parametrize(
    "markup",
    [
        "<p>x</p>" * (MAX_TAGS // 2),
        '<div data-all="' + "a b c " * 50_000 + '">x</div>',
        '<img src="data:image/png;base64,' + "A" * 500_000 + '">',
        "<p>" + "long text " * 100_000 + "</p>",
    ],
)
def test_large_honest_pages_are_read(markup: str) -> None:
    check_markup(markup)


@pytest.mark.parametrize("text", ["", "{", "[" * 100_000, "9" * 5000, "\x00"])
def test_what_is_no_json_is_an_error_not_a_crash(text: str) -> None:
    with pytest.raises(UnreadableError, match="bad_json"):
        parse_json(text)


def test_half_a_surrogate_pair_does_not_lose_the_document() -> None:
    assert parse_json(r'{"a": "\ud83d", "b": 12.50, "c": 1e400}') == {"a": "\ud83d", "b": "12.50", "c": "1e400"}


@pytest.mark.parametrize(
    ("data", "reason"),
    [(gzip.compress(b"0" * 10_000), "gzip_bomb"), (b"\x1f\x8b\x08nonsense", "bad_gzip")],
    ids=["bomb", "broken"],
)
def test_gzip_that_is_broken_or_too_large_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableError, match=reason):
        gunzip(data, 9_999)


def test_gzip_within_the_limit_and_plain_data_come_through() -> None:
    assert gunzip(gzip.compress(b"0" * 9_999), 9_999) == b"0" * 9_999
    assert gunzip(b"<urlset/>", 3) == b"<urlset/>"


@pytest.mark.parametrize(("count", "words"), [(MAX_ADS, ()), (MAX_ADS + 1, ("too_many_ads",))])
def test_a_document_holds_so_many_ads_at_most(count: int, words: tuple[str, ...]) -> None:
    first, bad = at_most(iter(range(count)))
    assert (len(first), bad) == (MAX_ADS, words)
