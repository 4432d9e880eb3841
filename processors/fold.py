"""Text as it is compared: without case and accents."""

import re
import unicodedata

# Looks for a mark first and at the letter before it then: the other way round takes three times as long.
_LATIN_MARKS = re.compile("[\u0300-\u036f](?<=[a-z].)[\u0300-\u036f]*")


def fold(text: str) -> str:
    """Lower case without accents on Latin letters, for servers that cannot do it; queries are folded the same way.

    Marks on other letters stay: in many scripts they make another letter.
    """
    if text.isascii():
        return text.lower()
    plain = _LATIN_MARKS.sub("", unicodedata.normalize("NFKD", text.casefold()))
    return unicodedata.normalize("NFKC", plain)
