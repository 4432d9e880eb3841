"""What is remembered of a source between crawls."""

import sqlite3
from pathlib import Path

import pytest

from spiders.errors import MemoryUnusableError
from spiders.history import History, Known, Visit, Yielded, history_of
from spiders.read.page import Follow, Role

NOW = 1_800_000_000.0
AD = Known(
    page="https://ads.example/1",
    content="hash",
    sketch=b"s",
    fields="title,price",
    first_seen=NOW,
    last_seen=NOW,
    sent_at=NOW,
    changed_at=NOW,
)
FEED = Visit('"7"', "yesterday", Yielded((("ad-1", "hash"),), (Follow("https://ads.example/2", Role.AD),)))


def opened(folder: Path, destination: str = "ads.raw") -> History:
    return history_of(folder, "invented", destination)


@pytest.fixture
def history(tmp_path: Path) -> History:
    made = opened(tmp_path)
    made.keep("ad-1", AD, "run-1")
    return made


def test_what_was_kept_is_known_in_the_next_crawl(history: History, tmp_path: Path) -> None:
    history.close(NOW)
    again = opened(tmp_path)
    assert (again.known("ad-1"), again.known("ad-2")) == (AD, None)


def test_what_was_sent_elsewhere_counts_as_not_sent(history: History, tmp_path: Path) -> None:
    history.close(NOW)
    assert opened(tmp_path, "other.ads.raw").known("ad-1") == AD._replace(sent_at=0)


def test_missing_are_those_neither_seen_nor_listed_in_a_run(history: History) -> None:
    history.keep("ad-2", AD._replace(page="https://ads.example/2"), "run-1")
    history.keep("ad-3", AD._replace(page="https://ads.example/3"), "run-1")
    history.keep("ad-1", AD, "run-2")
    history.listed("https://ads.example/2", "run-2")
    assert history.missing("run-2") == (1, 3)
    assert [ad_id for ad_id, _ in history.vanished("run-2")] == ["ad-3"]
    history.mark_vanished("run-2")
    assert history.missing("run-3") == (2, 2)  # who is gone is not missed again
    known = history.known("ad-3")
    assert known
    assert known.gone


@pytest.mark.parametrize(
    ("change", "usable"),
    [
        (AD, True),
        (AD._replace(content="newer"), False),
        (AD._replace(sent_at=NOW - 11), False),
        (AD._replace(gone=1), False),
    ],
)
def test_a_visit_counts_only_while_all_it_yielded_is_delivered_and_true(
    history: History, change: Known, usable: bool
) -> None:
    history.remember_page("https://ads.example/feed", FEED, "v1", NOW)
    history.keep("ad-1", change, "run-1")
    found = history.visit("https://ads.example/feed", "v1", sent_since=NOW - 10)
    assert found == (FEED if usable else None)


def test_a_visit_is_forgotten_when_the_pack_changes_or_an_ad_was_never_delivered(history: History) -> None:
    history.remember_page("https://ads.example/feed", FEED, "v1", NOW)
    assert history.visit("https://ads.example/feed", "v2", 0) is None
    assert history.visit("https://ads.example/else", "v1", 0) is None
    lost = FEED._replace(yielded=Yielded((("ad-1", "hash"), ("never", "hash"))))
    history.remember_page("https://ads.example/feed", lost, "v1", NOW)
    assert history.visit("https://ads.example/feed", "v1", 0) is None


def test_a_page_that_yields_too_much_is_not_remembered(history: History) -> None:
    many = Yielded(follow=tuple(Follow(f"https://ads.example/{number}", Role.AD) for number in range(5000)))
    history.remember_page("https://ads.example/map", Visit("x", "", many), "v1", NOW)
    assert history.visit("https://ads.example/map", "v1", 0) is None


def test_old_ads_are_forgotten(history: History, tmp_path: Path) -> None:
    history.close(NOW + 500 * 86_400)
    assert opened(tmp_path).known("ad-1") is None


def test_old_pages_are_forgotten_unless_they_were_still_there(history: History, tmp_path: Path) -> None:
    later = NOW + 500 * 86_400
    for url in ("https://ads.example/old", "https://ads.example/still"):
        history.remember_page(url, FEED, "v1", NOW)
    history.unchanged("https://ads.example/still", later)
    history.keep("ad-1", AD._replace(last_seen=later), "run-2")
    history.close(later)
    again = opened(tmp_path)
    assert again.visit("https://ads.example/old", "v1", 0) is None
    assert again.visit("https://ads.example/still", "v1", 0) == FEED


@pytest.mark.parametrize("content", [b"not a database, however much one looks" * 100, "halved"])
def test_a_damaged_memory_is_put_aside_and_none_is_overwritten(
    history: History, tmp_path: Path, content: bytes | str
) -> None:
    history.close(NOW)
    path = tmp_path / "state" / "crawls" / "invented.sqlite"
    damage = content if isinstance(content, bytes) else path.read_bytes()[:6000]
    for times in (1, 2):
        path.write_bytes(damage)
        wal = path.with_name(path.name + "-wal")
        wal.write_bytes(b"of the damaged one")
        made = opened(tmp_path)
        assert made.known("ad-1") is None
        assert not wal.exists() or b"of the damaged one" not in wal.read_bytes()
        made.close(NOW)
        assert len(list(path.parent.glob("*.damaged"))) == times


def test_a_locked_memory_fails_the_crawl_and_is_left_alone(
    history: History, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    history.close(NOW)
    path = tmp_path / "state" / "crawls" / "invented.sqlite"
    connect = sqlite3.connect
    with connect(path) as other:
        other.executescript("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE;")
        monkeypatch.setattr("spiders.history.sqlite3.connect", lambda where: connect(where, timeout=0.01))
        with pytest.raises(MemoryUnusableError, match="locked"):
            opened(tmp_path)
    other.close()
    assert list(path.parent.glob("*.damaged")) == []
    assert opened(tmp_path).known("ad-1") == AD


def test_a_memory_that_cannot_be_opened_says_where_it_is(tmp_path: Path) -> None:
    path = tmp_path / "state" / "crawls" / "invented.sqlite"
    path.mkdir(parents=True)
    with pytest.raises(MemoryUnusableError, match=r"invented\.sqlite"):
        opened(tmp_path)


def test_nobody_else_can_read_it(history: History, tmp_path: Path) -> None:
    assert (tmp_path / "state" / "crawls" / "invented.sqlite").stat().st_mode & 0o777 == 0o600
