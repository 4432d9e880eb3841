"""Where the next page is: links, cursors, numbers, offsets."""

from collections.abc import Mapping

import pytest

from spiders.how import Paged
from spiders.read.page import Follow, Role
from spiders.read.paging import after

URL = "https://ads.example/list?q=x"


class WithNext(Paged):
    next: str


def following(url: str, how: Mapping[str, object], found: str = "", has_ads: bool = True) -> str | None:
    paged = (WithNext if "next" in how else Paged).model_validate(how)
    return next((follow.url for follow in after(url, paged, found, has_ads)), None)


@pytest.mark.parametrize(
    ("url", "pages", "found"),
    [
        (URL, {}, f"{URL}&page=2"),
        (f"{URL}&page=2", {}, f"{URL}&page=3"),
        (f"{URL}&page=x", {}, f"{URL}&page=2"),
        (URL, {"first": 0}, f"{URL}&page=1"),
        (URL, {"first": 0, "step": 20}, f"{URL}&page=20"),
        (f"{URL}&page=40", {"first": 0, "step": 20}, f"{URL}&page=60"),
        (f"{URL}&page=2", {"most": 2}, None),
        (f"{URL}&page=20", {"first": 0, "step": 20, "most": 2}, None),
    ],
)
def test_numbers(url: str, pages: dict[str, object], found: str | None) -> None:
    how = {"pages": {"parameter": "page", **pages}}
    assert following(url, how) == found
    assert following(url, how, has_ads=False) is None


def test_a_numbered_page_is_asked_for_only_when_this_one_was_new() -> None:
    (follow,) = after(URL, Paged.model_validate({"pages": {"parameter": "page"}}), "", has_ads=True)
    assert follow == Follow(f"{URL}&page=2", Role.LIST, only_if_new=True)


@pytest.mark.parametrize(
    ("cursor", "found", "url"),
    [
        (None, "/list?p=2", "https://ads.example/list?p=2"),
        (None, "javascript:more()", None),
        ("after", "a b&c", f"{URL}&after=a+b%26c"),
        ("after", "", None),
        ("after", "c" * 501, None),
    ],
)
def test_links_and_cursors(cursor: str | None, found: str, url: str | None) -> None:
    assert following(URL, {"next": "a", "cursor": cursor}, found) == url
