"""A page as a reader sees it, with the way back: entities, percent signs and JSON escapes hide contacts."""

import re
from array import array

ROUNDS = 3  # an escape may be escaped once more
_ESCAPE = re.compile(
    rb"&#(?P<dec>\d{1,5});?|&#x(?P<hex>[0-9a-f]{1,5});?|&(?P<named>commat|period|plus|colon|lpar|rpar|lbrack|rbrack|"
    rb"sol|quest|equals|nbsp|amp|quot|num);|%(?P<percent>[0-9a-f]{2})|\\u(?P<json>[0-9a-f]{4})|\\(?P<plain>[/\"])",
    re.IGNORECASE,
)
_NAMED = dict(
    zip(
        b"commat period plus colon lpar rpar lbrack rbrack sol quest equals nbsp amp quot num".split(),
        b'@ . + : ( ) [ ] / ? = \xa0 & " #'.split(b" "),
        strict=True,
    )
)
_SPACE = 0xA0  # does not break; a space like any other here


def unescaped(page: bytes) -> tuple[bytes, "array[int]"]:
    """The page without escapes of ASCII, and for each of its bytes, and the end, the place in the page it came from."""
    places = array("L", range(len(page) + 1))
    for _ in range(ROUNDS):
        plain, origin = _once(page)
        if plain == page:
            break
        page, places = plain, array("L", (places[place] for place in origin))
    return page, places


def _once(page: bytes) -> tuple[bytes, "array[int]"]:
    plain, origin, done = bytearray(), array("L"), 0
    for found in _ESCAPE.finditer(page):
        letter = _letter(found)
        if letter is None:
            continue
        plain += page[done : found.start()]
        origin.extend(range(done, found.start()))
        plain.append(letter)
        origin.append(found.start())
        done = found.end()
    plain += page[done:]
    origin.extend(range(done, len(page) + 1))
    return bytes(plain), origin


def _letter(found: re.Match[bytes]) -> int | None:
    """What the escape stands for, if it is ASCII."""
    kind, said = str(found.lastgroup), found[str(found.lastgroup)]
    if kind == "named":
        code = _NAMED[said.lower()][0]
    elif kind == "plain":
        code = said[0]
    else:
        code = int(said, 10 if kind == "dec" else 16)
    return ord(" ") if code == _SPACE else code if 0x20 <= code < 0x7F else None
