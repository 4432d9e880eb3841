"""Binary files are known by how they begin, whatever their content type claims."""

import pytest

from spiders.policy.media import is_media


@pytest.mark.parametrize(
    ("head", "media"),
    [
        (b"\xff\xd8\xff\xe0\0\x10JFIF", True),
        (b"\x89PNG\r\n\x1a\n", True),
        (b"GIF89a", True),
        (b"RIFF\0\0\0\0WEBPVP8 ", True),
        (b"\0\0\0\x18ftypmp42", True),
        (b"BM\0\0\0\0\0\0\0\0", True),
        (b"%PDF-1.7", True),
        (b"PK\x03\x04", True),
        (b"", False),
        (b"<!doctype html>", False),
        (b"\xef\xbb\xbf<html>", False),
        (b'{"items": []}', False),
        (b"BMW for sale", False),
        (b"RIFF raff, the song", False),
        (b"\x1f\x8b\x08", False),
    ],
)
def test_beginnings(head: bytes, media: bool) -> None:
    assert is_media(head) is media
