"""The ad's own address, fit to be shown: its path may hold the very contacts that are masked in the text."""

import re
from collections.abc import Callable, Iterable
from urllib.parse import unquote, urlsplit

from schemas.mention import CONTACT_KINDS, Mention, MentionKind

_SHORTEST = 4  # letters of a handle or mailbox worth looking for in an address
_TAIL = 7  # digits that give a phone number away
_PHONE_LIKE = re.compile(r"\d(?:[\W_]{0,2}\d){8}")
_TELLING = CONTACT_KINDS | {MentionKind.PERSON_NAME}
_NOT_DIGIT = re.compile(r"\D")
_WORD = re.compile(r"[^\W_]+")


def masked_url(url: str, mentions: Iterable[Mention], holds_contact: Callable[[str], bool]) -> str:
    """The address without user and password, and without path and query if these hold a contact or name of the ad, or
    anything that `holds_contact` reads as one. `[url]` when even the host does, or when it cannot be parsed."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return "[url]"
    origin = f"{parts.scheme}://{host}" + (f":{port}" if port else "")
    rest = url[url.find(parts.netloc) + len(parts.netloc) :]
    known = [mention for mention in mentions if mention.kind in _TELLING]
    if not host or _gives_away(host, known, holds_contact):
        return "[url]" if url else ""
    return f"{origin}/" if _gives_away(unquote(rest), known, holds_contact) else origin + rest


def _gives_away(text: str, mentions: Iterable[Mention], holds_contact: Callable[[str], bool]) -> bool:
    lower = text.lower()
    digits, words = _NOT_DIGIT.sub("", lower), set(_WORD.findall(lower))
    if any(_names(mention, lower, digits, words) for mention in mentions):
        return True
    return ("@" in lower or bool(_PHONE_LIKE.search(lower))) and holds_contact(text)


def _names(mention: Mention, lower: str, digits: str, words: set[str]) -> bool:
    value = mention.value.lower()
    if mention.kind is MentionKind.PHONE:
        return value[-_TAIL:] in digits
    if mention.kind is MentionKind.PERSON_NAME:
        return words.issuperset(_WORD.findall(value))
    if mention.kind in CONTACT_KINDS:
        name = value.partition(":")[2] or value.partition("@")[0]
        return len(name) >= _SHORTEST and name in lower
    return False
