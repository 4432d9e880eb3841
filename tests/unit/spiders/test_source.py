"""Source files: what is wrong is refused, and the error says where."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from spiders.errors import SourceError, SpiderError
from spiders.source import load_source, load_sources, source_names
from tests.unit.spiders.packs import LISTING, PACK, pack, write_pack


@pytest.mark.parametrize(
    ("changes", "field", "says"),
    [
        ({"owner": None}, "owner", "missing"),
        ({"legal_basis": None}, "legal_basis", "missing"),
        ({"terms_reviewed_on": None}, "terms_reviewed_on", "missing"),
        ({"pace": None}, "pace", "missing"),
        ({"ownr": "x"}, "ownr", "unknown key"),
        ({"pace": {"delay_s": "soon"}}, "pace.delay_s", "number"),
        ({"pace": {"delay_s": 0}}, "pace.delay_s", "at least 1 second"),
        ({"family": "shop"}, "family", "classifieds"),
        ({"schedule": "17 25 * * *"}, "schedule", "hour"),
        ({"start": ["ftp://ads.example/"]}, "start", "not an http or https address"),
        ({"start": ["/list"]}, "start", "full addresses"),
        ({"start": ["https://ads.example/"], "local_test_site": True}, "start", "paths"),
        ({"expect": {"ads": [5, 2]}}, "expect.ads", "smallest"),
        ({"expect": {"ads": [1, 2], "coverage": {"colour": 1}}}, "expect.coverage.colour", "no such field"),
        ({"expect": {"ads": [1, 2], "coverage": {"title": 1.5}}}, "expect.coverage.title", "less than or equal to 1"),
        ({"read": {"how": "magic"}}, "read", "listing"),
        ({"read": {**LISTING, "links": None}}, "read.links", "missing"),
        ({"read": {**LISTING, "pattern": ".*"}}, "read.pattern", "unknown key"),
        ({"read": {**LISTING, "ad": {"type": "Person"}}}, "read.ad.type", "JobPosting"),
        ({"read": {**LISTING, "ad": {"type": "Offer", "colour": "x"}}}, "read.ad.colour", "unknown key"),
        ({"read": {**LISTING, "ad": {"title": "h1"}}}, "read.ad.body", "missing"),
        ({"read": {**LISTING, "pages": {"parameter": "p"}}}, "read", "not both"),
        ({"read": {**LISTING, "next": None, "cursor": "c"}}, "read", "`cursor` needs `next`"),
        ({"read": {"how": "feed", "ad": {"title": {"path": "x", "html": 3}}}}, "read.ad.title.html", ""),
        ({"read": {"how": "file"}}, "start", "not for files"),
        ({"start": None}, "start", "missing"),
        ({"schedule": None}, "schedule", "missing"),
        ({"onion": True}, "start", "onion"),
        ({"start": ["http://abc.onion/"]}, "start", "onion"),
        ({"verified": "perhaps"}, "verified", ""),
        ({"history_days": 0}, "history_days", "greater"),
    ],
)
def test_a_wrong_file_is_refused_and_the_error_names_the_field(
    tmp_path: Path, changes: dict[str, Any], field: str, says: str
) -> None:
    with pytest.raises(SourceError) as caught:
        pack(tmp_path, **changes)
    assert caught.value.field == field
    assert says in str(caught.value)


def test_the_error_names_file_and_line(tmp_path: Path) -> None:
    path = write_pack(tmp_path, pace={"delay_s": 2, "concurency": 1})
    line = path.read_text(encoding="utf-8").splitlines().index("  concurency: 1") + 1
    with pytest.raises(SourceError) as caught:
        load_source("invented", tmp_path)
    assert str(caught.value).startswith(f"{path}:{line}: pace.concurency: unknown key")


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("name: a\ntitle: [b\n", 3, "not YAML"),
        ("name: a\nname: b\n", 2, "given twice"),
        ("- a\n", 1, "expected `name: value`"),
        ("", 1, "expected `name: value`"),
    ],
)
def test_a_file_that_is_no_mapping_is_refused(tmp_path: Path, text: str, line: int, says: str) -> None:
    path = write_pack(tmp_path)
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SourceError) as caught:
        load_source("invented", tmp_path)
    assert (caught.value.line, says in str(caught.value)) == (line, True)


def test_a_file_that_is_not_utf8_is_refused_at_its_line(tmp_path: Path) -> None:
    path = write_pack(tmp_path)
    path.write_bytes(b"name: a\ntitle: caf\xe9\n")
    with pytest.raises(SourceError, match=":2: not UTF-8"):
        load_source("invented", tmp_path)


def test_name_and_folder_must_agree(tmp_path: Path) -> None:
    write_pack(tmp_path)
    (tmp_path / "invented").rename(tmp_path / "other")
    with pytest.raises(SourceError, match="the folder is 'other'"):
        load_source("other", tmp_path)


def test_an_unknown_name_tells_the_known_ones(tmp_path: Path) -> None:
    write_pack(tmp_path)
    with pytest.raises(SpiderError, match="there is: invented"):
        load_source("nothing", tmp_path)


def test_sources_come_by_name(tmp_path: Path) -> None:
    for name in ("zebra", "apple"):
        write_pack(tmp_path, name=name)
    assert source_names(tmp_path) == ["apple", "zebra"]
    assert [source.name for source in load_sources(tmp_path)] == ["apple", "zebra"]


@pytest.mark.parametrize(
    ("changes", "today", "refused"),
    [
        ({}, date(2026, 11, 25), ""),
        ({}, date(2027, 10, 2), ""),
        ({}, date(2027, 10, 3), "last reviewed on 2026-10-01"),
        ({}, date(2026, 9, 30), ""),
        ({}, date(2026, 9, 29), "yet to come"),
        ({"enabled": False}, date(2026, 11, 25), "switched off"),
        ({"local_test_site": True, "start": ["/x"]}, date(2036, 1, 1), ""),
    ],
)
def test_who_may_be_crawled(tmp_path: Path, changes: dict[str, Any], today: date, refused: str) -> None:
    reasons = pack(tmp_path, **changes).refusals(today)
    assert bool(reasons) == bool(refused)
    assert refused in " ".join(reasons)


def test_the_version_changes_with_the_file(tmp_path: Path) -> None:
    before = pack(tmp_path).version
    assert before == pack(tmp_path).version
    assert before != pack(tmp_path, title="Another title").version


def test_norway_is_a_country(tmp_path: Path) -> None:
    path = write_pack(tmp_path)
    text = path.read_text(encoding="utf-8").replace("country: GB", "country: NO").replace("- en\n", "- no\n")
    path.write_text(text, encoding="utf-8")
    source = load_source("invented", tmp_path)
    assert (source.country, source.languages) == ("NO", ("no",))


@pytest.mark.parametrize(("languages", "hint"), [(["fr"], "fr"), (["en", "fr"], None)])
def test_only_a_source_of_one_language_gives_a_hint(tmp_path: Path, languages: list[str], hint: str | None) -> None:
    assert pack(tmp_path, languages=languages).language_hint == hint


def test_a_local_test_site_starts_where_the_simulator_serves(tmp_path: Path) -> None:
    local = pack(tmp_path, local_test_site=True, start=["/list"])
    assert local.addresses("http://127.0.0.1:9") == ("http://127.0.0.1:9/list",)
    assert pack(tmp_path).addresses("http://127.0.0.1:9") == tuple(PACK["start"])
