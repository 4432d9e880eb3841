"""`adwatch sources new` from saved pages."""

from pathlib import Path

import pytest

from adwatch.commands import sources
from adwatch.commands.new_source import new
from adwatch.errors import KnownError
from spiders.saved import saved_pages
from spiders.source import FOLDER, load_source

SAID = {
    "owner": "me@adwatch.example",
    "legal_basis": "Invented.",
    "purpose": "Tests.",
    "terms_reviewed_on": "2026-11-20",
}
PAGES = FOLDER / "demo_classifieds" / "pages"
START = [str(PAGES / "list-first.html"), str(PAGES / "ad-full.html")]
ADDRESS = "https://shop.example/list/"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ADWATCH_CRAWL__SOURCES", str(tmp_path))
    return tmp_path


def test_a_pack_that_passes_every_check(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert new("shop", START, SAID, "classifieds", ADDRESS, "en") == 0
    assert (sources.check([]), sources.replay([])) == (0, 0)
    source = load_source("shop", folder)
    assert (source.enabled, source.start, source.owner) == (False, (ADDRESS,), "me@adwatch.example")
    ads = [ad for saved in saved_pages(source) for ad in saved.expected.ads]
    assert [sorted(ad) for ad in ads] == [["body", "fields", "key", "posted_at", "title", "url"]]
    assert "to do" not in capsys.readouterr().out


def test_open_questions_keep_it_from_being_crawled(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert new("shop", START, {}, "classifieds", ADDRESS, "en") == 0
    assert "to do: say who answers for this source (owner)" in capsys.readouterr().out
    assert sources.check([]) == 2
    assert "owner: missing; a source without it cannot be crawled" in capsys.readouterr().out


def test_saved_pages_lose_contacts(folder: Path, tmp_path: Path) -> None:
    page = tmp_path / "ad.html"
    page.write_text('<script type="application/ld+json">{"@type": "Offer", "name": "N", "url": "/1", "description": '
                    '"Call 0161 496 0222 or write to anna@post.zz"}</script>', encoding="utf-8")  # fmt: skip
    new("shop", [str(page)], SAID, "classifieds", ADDRESS, "en")
    (saved,) = saved_pages(load_source("shop", folder))
    assert saved.expected.ads[0]["body"] == "Call 020 7946 0100 or write to someone@mail.example"


@pytest.mark.parametrize(
    ("name", "start", "said", "family", "address", "says"),
    [
        ("Shop!", START, SAID, "classifieds", ADDRESS, "is no name for a source"),
        ("shop", START, SAID, "classifieds", None, "--address"),
        ("shop", START, SAID, "shop", ADDRESS, "family: "),
        ("shop", START, {**SAID, "terms_reviewed_on": "soon"}, "classifieds", ADDRESS, "terms_reviewed_on: "),
        ("shop", ["nowhere.html"], SAID, "classifieds", ADDRESS, "No such file"),
        ("shop", ["https://shop.example/"], {}, "classifieds", None, "nothing is asked for before somebody answers"),
        ("shop", ["https://shop.example/"], SAID, "classifieds", None, "contact address"),
        ("shop", ["http://127.0.0.1:1/"], SAID, "classifieds", None, "ADWATCH_CRAWL__LOCAL_SITES"),
    ],
)  # fmt: skip
def test_what_cannot_be_begun(
    folder: Path, name: str, start: list[str], said: dict[str, str], family: str, address: str | None, says: str
) -> None:
    with pytest.raises(KnownError, match=says):
        new(name, start, said, family, address, "en")
    assert not (folder / name).exists()


def test_nothing_is_overwritten(folder: Path) -> None:
    new("shop", START, SAID, "classifieds", ADDRESS, "en")
    with pytest.raises(KnownError, match="is there already"):
        new("shop", START, SAID, "classifieds", ADDRESS, "en")


def test_accept_takes_what_pages_yield_now(folder: Path) -> None:
    new("shop", START, SAID, "classifieds", ADDRESS, "en")
    path = folder / "shop" / "source.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("title: article h1", "title: time"), encoding="utf-8")
    assert (sources.replay([]), sources.replay([], accept=True), sources.replay([])) == (1, 0, 0)
