"""The ad's own address, fit to be shown: its path may hold the very contacts that are masked in the text."""

import re
from collections.abc import Callable, Iterable
from urllib.parse import unquote, urlsplit

from schemas.mention import CONTACT_KINDS, Mention, MentionKind

# Most addresses: what the library, which costs much more, makes of them is what stands there.
_PLAIN = re.compile(r"(?P<origin>https?://(?P<host>[a-z0-9-]+(?:\.[a-z0-9-]+)+))(?P<rest>(?:/[!-~]*)?)")
_SHORTEST = 4  # letters of a handle or mailbox worth looking for in an address
_TAIL = 7  # digits that give a phone number away
_PHONE_LIKE = re.compile(r"\d(?:[\W_]{0,2}\d){8}")
_TELLING = CONTACT_KINDS | {MentionKind.PERSON_NAME}
_DIGITS = re.compile(r"\d+")
_WORD = re.compile(r"[^\W_]+")


def masked_url(url: str, mentions: Iterable[Mention], holds_contact: Callable[[str], bool]) -> str:
    """The address without user and password, and without path and query if these hold a contact or name of the ad, or
    anything that `holds_contact` reads as one. `[url]` when even the host does, or when it cannot be parsed."""
    if plain := _PLAIN.fullmatch(url):
        origin, host, rest = plain.group("origin", "host", "rest")
    else:
        try:
            parts = urlsplit(url)
            host, port = parts.hostname or "", parts.port
        except ValueError:
            return "[url]"
        origin = f"{parts.scheme}://{host}" + (f":{port}" if port else "")
        rest = url[url.find(parts.netloc, len(parts.scheme)) + len(parts.netloc) :]
    known = [mention for mention in mentions if mention.kind in _TELLING]
    if not host or _gives_away(host, known, holds_contact):
        return "[url]" if url else ""
    return f"{origin}/" if _gives_away(unquote(rest), known, holds_contact) else origin + rest


def _gives_away(text: str, mentions: Iterable[Mention], holds_contact: Callable[[str], bool]) -> bool:
    lower = text.lower()
    digits, words = "".join(_DIGITS.findall(lower)), frozenset(_WORD.findall(lower))
    if any(_names(mention, lower, digits, words) for mention in mentions):
        return True
    return ("@" in lower or bool(_PHONE_LIKE.search(lower))) and holds_contact(text)


def _names(mention: Mention, lower: str, digits: str, words: frozenset[str]) -> bool:
    """Is the mention in a text in lower case, of which `digits` and `words` are all digits and words?"""
    value = mention.value.lower()
    if mention.kind is MentionKind.PHONE:
        return value[-_TAIL:] in digits
    if mention.kind is MentionKind.PERSON_NAME:
        return words.issuperset(_WORD.findall(value))
    name = value.partition(":")[2] or value.partition("@")[0]
    return len(name) >= _SHORTEST and name in lower
