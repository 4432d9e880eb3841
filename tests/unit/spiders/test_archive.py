"""Raw pages come back from their archive as they were."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from spiders.archive import Archive, archived, expire, folder_of
from spiders.read.page import Page, Role
from tests.unit.spiders.packs import AT

AD = Page("https://ads.example/1?x=é", Role.AD, "<p>Zimmer frei für 300 €</p>".encode("latin-1", "replace"), "cp1252")
LIST = Page("https://ads.example/list", Role.LIST, b"\0\xff" * 1000)
HEADERS = {"Content-Type": "text/html", "Content-Encoding": "gzip", "Set-Cookie": "session=1", "ETag": '"7"'}


def write(folder: Path, run: str, *pages: Page, max_bytes: int = 1_000_000) -> list[str | None]:
    archive = Archive(folder, run, max_bytes)
    refs = [archive.add(page, HEADERS, AT) for page in pages]
    archive.close()
    return refs


def test_pages_come_back_the_newest_run_first(tmp_path: Path) -> None:
    refs = write(tmp_path, "run-1", AD, LIST)
    write(tmp_path, "run-2", LIST)
    found = list(archived(tmp_path))
    assert [(each.run, each.page.role) for each in found] == [
        ("run-2", Role.LIST),
        ("run-1", Role.AD),
        ("run-1", Role.LIST),
    ]
    assert [each.ref for each in archived(tmp_path, "run-1")] == refs
    assert (found[1].page.body, found[1].page.encoding, found[1].at) == (AD.body, AD.encoding, AT)
    assert found[2].page.body == LIST.body


def test_other_tools_can_read_it_and_find_no_session_in_it(tmp_path: Path) -> None:
    write(tmp_path, "run-1", AD)
    path = tmp_path / "run-1.warc.gz"
    with path.open("rb") as stream:
        records = [(one.rec_type, one.http_headers) for one in ArchiveIterator(stream, check_digests="raise")]
    assert [kind for kind, _ in records] == ["warcinfo", "response"]
    assert {name.lower() for name, _ in records[1][1].headers} == {"content-type", "etag", "content-length"}
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("cut", [1, 50, 200])
def test_of_an_archive_that_a_crash_cut_short_the_rest_is_read(tmp_path: Path, cut: int) -> None:
    write(tmp_path, "run-1", AD, AD, LIST)
    path = tmp_path / "run-1.warc.gz"
    os.truncate(path, path.stat().st_size - cut)
    assert [each.page.role for each in archived(tmp_path)][:2] == [Role.AD, Role.AD]


@pytest.mark.parametrize("content", [b"", b"junk", b"\x1f\x8b junk"])
def test_a_file_that_is_no_archive_yields_nothing(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "run-1.warc.gz").write_bytes(content)
    assert list(archived(tmp_path)) == []


def test_a_full_archive_takes_no_more(tmp_path: Path) -> None:
    assert write(tmp_path, "run-1", LIST, max_bytes=100) == [None]


def test_old_archives_are_deleted_whatever_their_source(tmp_path: Path) -> None:
    for source in ("one", "other"):
        write(folder_of(tmp_path, source), "run-1", AD)
        os.utime(folder_of(tmp_path, source) / "run-1.warc.gz", (0, AT.timestamp()))
    assert expire(tmp_path, 30, AT + timedelta(days=29)) == 0
    assert expire(tmp_path, 30, AT + timedelta(days=31)) == 2
    assert list(archived(folder_of(tmp_path, "one"))) == []
