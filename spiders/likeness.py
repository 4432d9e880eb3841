"""Are two texts versions of one ad? By a small sketch of each, so that the texts themselves need not be kept."""

import re
import zlib
from array import array

SIZE = 64  # shingles kept: the smallest by hash (bottom-k sketch; Broder, 1997)
LENGTH = 5  # letters of a shingle; for scripts without spaces as good as for others
MAX_TEXT = 5_000  # characters looked at
UNLIKE = 0.1  # below it, two texts have no more in common than any two of one language

_NO_LETTERS = re.compile(r"[\W\d_]+")


def sketch(text: str) -> bytes:
    """The sketch of a text. Digits are left out: a sketch must not give a phone number away."""
    letters = _NO_LETTERS.sub(" ", text[:MAX_TEXT].casefold()).strip()
    if not letters:
        return b""
    shingles = {letters[start : start + LENGTH] for start in range(max(1, len(letters) - LENGTH + 1))}
    hashes = sorted({zlib.crc32(each.encode("utf-8", "replace")) for each in shingles})
    return array("I", hashes[:SIZE]).tobytes()


def likeness(one: bytes, other: bytes) -> float:
    """Share of shingles that two texts have in common, estimated; 1 where there is nothing to compare."""
    if not one or not other:
        return 1.0
    mine, theirs = set(array("I", one)), set(array("I", other))
    smallest = sorted(mine | theirs)[:SIZE]
    return sum(each in mine and each in theirs for each in smallest) / len(smallest)
