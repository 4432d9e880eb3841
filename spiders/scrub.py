"""Takes contacts out of saved pages: a repository is no place for anybody's."""

import re
from collections.abc import Iterator

# Bytes, so that it works in every encoding that pages come in.
_EMAIL = re.compile(rb"[\w.+-]{1,64}@([\w-]{1,63}(?:\.[\w-]{1,63})+)")
# Begins with + or 0, so that dates, prices and ids of ads stay.
_PHONE = re.compile(rb"(?<![\w/=.-])\(?(?:\+|0)\d[\d ().-]{6,18}\d(?!\w)")
_NOBODYS = (b".example", b".test", b".invalid", b"example.com", b"example.org", b"example.net")  # RFC 2606
EMAIL, PHONE = b"someone@mail.example", b"020 7946 0100"  # a number reserved for fiction


def scrub(body: bytes) -> bytes:
    """The page with every e-mail address and phone number replaced by ones that are nobody's."""
    without = _EMAIL.sub(lambda found: found[0] if found[1].endswith(_NOBODYS) else EMAIL, body)
    return _PHONE.sub(PHONE, without)


def leaks(body: bytes) -> Iterator[str]:
    """What a saved page must not hold, in words that do not repeat it."""
    if any(not domain.endswith(_NOBODYS) for domain in _EMAIL.findall(body)):
        yield "an e-mail address that may be somebody's; put one that ends in .example in its place"
    if re.search(rb"data:(?:image|video|audio)/", body):
        yield "a picture or a recording; take it out"
