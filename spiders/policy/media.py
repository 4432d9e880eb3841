"""Files that are no text, told by how they begin."""

_BEGINNINGS = (
    b"\xff\xd8\xff",  # JPEG
    b"\x89PNG\r\n",
    b"GIF87a",
    b"GIF89a",
    b"II*\0",  # TIFF
    b"MM\0*",
    b"%PDF-",
    b"PK\x03\x04",  # ZIP, and office files
    b"7z\xbc\xaf",
    b"Rar!\x1a",
    b"\x1aE\xdf\xa3",  # Matroska, WebM
    b"OggS",
    b"ID3",
    b"fLaC",
    b"\x7fELF",
    b"MZ\x90\0",
)


def is_media(head: bytes) -> bool:
    """Does this begin like an image, video, sound, archive or program? Gzip is not looked at: sitemaps may be gzip."""
    if head.startswith(b"RIFF"):
        return head[8:12] in (b"WEBP", b"AVI ", b"WAVE")
    if head.startswith(b"BM"):
        return head[6:10] == b"\0\0\0\0"
    return head[4:8] == b"ftyp" or head.startswith(_BEGINNINGS)
