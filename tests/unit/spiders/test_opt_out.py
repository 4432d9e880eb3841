"""Who asked not to be read is not read."""

import os
from pathlib import Path

import pytest

from spiders.opt_out import OptOut


@pytest.fixture
def opt_out(tmp_path: Path) -> OptOut:
    made = OptOut(tmp_path)
    made.add("www.shop.example", "their mail of 2 March")
    made.add("https://ads.example/user/anna")
    return made


@pytest.mark.parametrize(
    ("url", "covered"),
    [
        ("https://shop.example/", True),
        ("http://a.shop.example/x", True),
        ("https://myshop.example/", False),
        ("https://ads.example/user/anna/7", True),
        ("https://www.ads.example/user/%61nna", True),
        ("https://ads.example/user/bert", False),
        ("http://[shop.example", False),
        ("", False),
    ],
)
def test_what_is_covered(opt_out: OptOut, url: str, covered: bool) -> None:
    assert opt_out.covers(url) is covered


def test_entries_keep_their_notes_and_can_be_taken_back(opt_out: OptOut) -> None:
    assert opt_out.lines() == ["www.shop.example  # their mail of 2 March", "https://ads.example/user/anna"]
    assert (opt_out.remove("shop.example"), opt_out.remove("shop.example")) == (True, False)
    assert opt_out.lines() == ["https://ads.example/user/anna"]


def test_a_change_by_hand_is_seen_while_a_crawl_runs(opt_out: OptOut, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("spiders.opt_out.LOOK_EVERY_S", 0)
    assert not opt_out.covers("https://new.example/")
    opt_out.path.write_text("# everything below is new\nnew.example\n", encoding="utf-8")
    os.utime(opt_out.path, (1, 1))  # changed within the clock's resolution otherwise
    assert opt_out.covers("https://new.example/")


def test_without_a_file_nobody_asked(tmp_path: Path) -> None:
    assert not OptOut(tmp_path).covers("https://ads.example/")


@pytest.mark.parametrize("address", ["", "/path", "#x"])
def test_an_entry_names_a_site(tmp_path: Path, address: str) -> None:
    with pytest.raises(ValueError, match="no site"):
        OptOut(tmp_path).add(address)
