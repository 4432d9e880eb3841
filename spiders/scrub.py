"""Takes contacts out of saved pages: a repository is no place for anybody's.

Finds what has the form of a contact. Names, and numbers written in words, it cannot find.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from spiders.fiction import is_fiction
from spiders.unescaped import unescaped

# Bytes, so that it works in every encoding that pages come in.
_DOMAIN = rb"[\w-]{1,63}(?:\.[\w-]{1,63})+"
_AT = rb"[ ]{0,2}[\[({][ ]?(?:at|@|arobase)[ ]?[\])}][ ]{0,2}"
_DOT = rb"(?:\.|[ ]{0,2}[\[({][ ]?(?:dot|punkt|point)[ ]?[\])}][ ]{0,2})"
_HIDDEN_DOMAIN = rb"([\w-]{1,63}(?:" + _DOT + rb"[\w-]{1,63})+)"
_EMAIL = re.compile(rb"[\w.+-]{1,64}@(" + _DOMAIN + rb")")
_HIDDEN_EMAIL = re.compile(rb"[\w.+-]{1,64}(?:" + _AT + rb"|@)" + _HIDDEN_DOMAIN, re.IGNORECASE)
_DATE = rb"(?!\d\d[.-]\d\d[.-](?:19|20)\d\d(?!\d))"
# Begins with + or 0, or is grouped as in North America, so that dates, prices and ids of ads stay.
_PHONE = re.compile(
    rb"(?<![\w/=.-])" + _DATE + rb"(?:\(?(?:\+|0)\d[\d ().-]{6,18}\d(?!\w)"
    rb"|(?:1[ .-])?\([2-9]\d\d\)[ ]?\d{3}[ .-]?\d{4}(?!\w)|(?:1[ .-])?[2-9]\d\d([.-])\d{3}\1\d{4}(?![\w-]))"
)
_CALLED = rb"(?:(?:tele|mobile|cell)?phone|mobile|whatsapp|viber|(?<![a-z])(?:tel|fax|gsm|msisdn))(?![a-z])"
# Any number, where the page itself says that it is one to call.
_SAID = re.compile(
    rb"(?:(?<![a-z])(?:tel|sms|callto|whatsapp|viber):(?://)?|wa\.me/|[?&;]" + _CALLED + rb"="
    rb"|" + _CALLED + rb"[\w-]{0,30}[\"']?\s{0,3}[:=]\s{0,3}[\"']?)"
    rb"[ ]?(?P<number>\(?\+?\(?\d[\d ().-]{4,20}\d)",
    re.IGNORECASE,
)
_HANDLE = re.compile(
    rb"(?<![\w.-])(?:(?:www|m|web)\.)?(?:t\.me|telegram\.me|instagram\.com|facebook\.com|fb\.me|m\.me|twitter\.com|x\.com"
    rb"|tiktok\.com|snapchat\.com/add|onlyfans\.com|vk\.com|linkedin\.com/in|threads\.net)/@?(?P<name>\+?[\w.-]{2,64})",
    re.IGNORECASE,
)
_NOBODYS = (b".example", b".test", b".invalid", b".example.com", b".example.org", b".example.net")  # RFC 2606
EMAIL, PHONE = b"someone@mail.example", b"020 7946 0100"  # a number reserved for fiction
SAID_PHONE = b"442079460100"  # the same, as addresses and data have it
HANDLE = b"someone"
LEAST_DIGITS = 7

KINDS = {
    "email": "an e-mail address that may be somebody's; put one that ends in .example in its place",
    "phone": "a telephone number that may be somebody's; put one that is reserved for fiction in its place",
    "handle": "an account that may be somebody's; put `someone` in its place",
}


class _Contact(NamedTuple):
    start: int
    end: int
    kind: str
    instead: bytes
    is_nobodys: bool


def scrub(body: bytes) -> bytes:
    """The page with every e-mail address, phone number and account replaced by ones that are nobody's."""
    plain, places = unescaped(body)
    parts: list[bytes] = []
    done = 0
    for each in sorted(_contacts(plain)):
        start, end = places[each.start], places[each.end]
        if start < done or (each.kind == "email" and each.is_nobodys):
            continue
        parts += (body[done:start], each.instead)
        done = end
    return b"".join((*parts, body[done:]))


def leaks(body: bytes) -> Iterator[str]:
    """What a saved page must not hold, in words that do not repeat it."""
    plain, _ = unescaped(body)
    found = {each.kind for each in _contacts(plain) if not each.is_nobodys}
    yield from (says for kind, says in KINDS.items() if kind in found)
    if re.search(rb"data:(?:image|video|audio)/", body):
        yield "a picture or a recording; take it out"


def _contacts(plain: bytes) -> Iterator[_Contact]:
    for found in (*_EMAIL.finditer(plain), *_HIDDEN_EMAIL.finditer(plain)):
        domain = re.sub(_DOT, b".", found[1], flags=re.IGNORECASE)
        yield _Contact(*found.span(), "email", EMAIL, b"".join((b".", domain)).endswith(_NOBODYS))
    for found in _HANDLE.finditer(plain):
        yield _Contact(*found.span("name"), "handle", HANDLE, found["name"] == HANDLE)
    for pattern, group, instead in ((_SAID, "number", SAID_PHONE), (_PHONE, 0, PHONE)):
        for found in pattern.finditer(plain):
            number = found[group].decode()
            if sum(map(str.isdigit, number)) >= LEAST_DIGITS:
                yield _Contact(*found.span(group), "phone", instead, is_fiction(number))
