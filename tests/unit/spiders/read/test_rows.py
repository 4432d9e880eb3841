"""Files that somebody hands over: good rows are read, bad ones told by line, and nothing is guessed."""

from io import BytesIO
from pathlib import Path

import pytest

from schemas.ad import MAX_TEXT
from spiders.how import File
from spiders.read import rows
from spiders.read.bounds import UnreadableError

COLUMNS = "wrong_number_of_columns"
HOW = File.model_validate({"how": "file"})


def found(name: str, content: bytes) -> list[tuple[int, str, str]]:
    """Line, key and fault of each row."""
    return [(line, ad.key if ad else "", fault) for line, ad, fault in rows.ads(BytesIO(content), name, HOW)]


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("a.jsonl", b'{"id": 1}\n\n{"id": 2}', [(1, "1", ""), (3, "2", "")]),
        ("a.jsonl", b'\xef\xbb\xbf{"id": 1}\n', [(1, "1", "")]),
        ("a.jsonl", b'{\n[1]\n{"id": 1}', [(1, "", "bad_json"), (2, "", "no_object"), (3, "1", "")]),
        ("a.jsonl", b'{"id": "\xe9"}\n{"id": 1}', [(1, "", "not_utf8"), (2, "1", "")]),
        ("a.jsonl", b'"' + b"y" * rows.MAX_LINE + b'"\n{"id": 2}', [(1, "", "no_object"), (2, "2", "")]),
        ("a.ndjson", b'{"id": 1}', [(1, "1", "")]),
        ("a.csv", b"id,title\n1,a\n2,b\n", [(2, "1", ""), (3, "2", "")]),
        ("a.csv", b"\xef\xbb\xbfid;title\n1;a\n", [(2, "1", "")]),
        ("a.tsv", b"id\ttitle\n1\ta\n", [(2, "1", "")]),
        ("a.csv", b'id,text\n1,"two\nlines"\n2,x\n', [(3, "1", ""), (4, "2", "")]),
        ("a.csv", b"id,title\n1\n2,b,c\n3,d\n", [(2, "", COLUMNS), (3, "", COLUMNS), (4, "3", "")]),
        ("a.csv", b'id,title\n1,a\n2,"never closed', [(2, "1", ""), (3, "", "bad_csv")]),
        ("a.csv", b"id,title\n1,a\n2,caf\xe9\n", [(2, "1", ""), (3, "", "not_utf8")]),
        ("a.csv", b"id,title\n1," + b"x" * (MAX_TEXT + 1) + b"\n", [(2, "", "bad_csv")]),
        ("a.csv", b"", []),
        ("a.xml", b"<rss><channel><item><guid>1</guid></item></channel></rss>", [(1, "1", "")]),
        ("a.json", b'{"items": [{"id": "1"}, 2]}', [(1, "1", ""), (0, "", "item")]),
        ("a.xml", b"<html>", [(0, "", "no_feed")]),
    ],
)  # fmt: skip
def test_rows(name: str, content: bytes, expected: list[tuple[int, str, str]]) -> None:
    assert found(name, content) == expected


def test_an_unknown_kind_of_file_is_refused() -> None:
    with pytest.raises(UnreadableError, match=r"unknown kind of file '\.xlsx'; there are: \.jsonl"):
        rows.rows_of("ads.xlsx")


def test_rows_are_read_one_by_one(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'{"id": 1}\n' * 100_000)
    with path.open("rb") as file:
        next(iter(rows.ads(file, "a.jsonl", HOW)))
        assert file.tell() < 100_000
