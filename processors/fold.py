"""Text as it is compared: without case and accents."""

import re
import unicodedata

_LATIN_MARKS = re.compile("(?<=[a-z])[\u0300-\u036f]+")


def fold(text: str) -> str:
    """Lower case without accents on Latin letters, for servers that cannot do it; queries are folded the same way.

    Marks on other letters stay: in many scripts they make another letter.
    """
    if text.isascii():
        return text.lower()
    plain = _LATIN_MARKS.sub("", unicodedata.normalize("NFKD", text.casefold()))
    return unicodedata.normalize("NFKC", plain)
