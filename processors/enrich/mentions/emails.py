"""E-mail addresses, plain or spelled out: "name (at) site (dot) example", "nom arobase site point example"."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from processors.enrich.domains import MAIL_PROVIDERS, TOP_LEVEL
from processors.enrich.passage import Found, Passage
from schemas.mention import MentionKind

# "@" and "." as words of many languages. Those of the first line are everyday words too and prove nothing alone.
_AT_COMMON = ("at", "et", "ат", "эт", "ett")
_AT_NAMED = (
    "arobase arrobase arobas arroba arond chiocciola klammeraffe apenstaartje małpa malpa kukac zavináč zavinac собака собачка "
    "равлик маймунка кльомба παπάκι παπακι آت 艾特 majmun"
)
_DOT = (
    "dot point punto ponto punkt pkt punct kropka pont tečka tecka bodka точка тчк крапка nokta τελεία τελεια نقطة chấm cham 点 tačka "
    "točka tacka tocka pikë pike punt"
)
_any_at = "|".join((*_AT_COMMON, *_AT_NAMED.split()))
_any_dot = "|".join(_DOT.split())

_MARK = re.compile(
    rf"@|[(\[{{<]\s?(?:a|@|{_any_at})\s?[)\]}}>]|(?<=\s)(?:{_any_at})(?=\s)|(?<=[a-z0-9])[-_*~](?:at|arobase|arroba|собака)[-_*~](?=[a-z0-9])"
)
_SPELLED_DOT = rf"\s?[(\[{{<]\s?(?:\.|{_any_dot})\s?[)\]}}>]\s?|\s(?:{_any_dot})\s|[-_*~](?:{_any_dot})[-_*~]"
_SPELLED = re.compile(_SPELLED_DOT)
_BRACKETS = frozenset("([{<")
_DOTS = re.compile(rf"{_SPELLED_DOT}|\s\.\s|\.")
_LOCAL = "[a-z0-9](?:[a-z0-9._%+-]{0,62}[a-z0-9_])?"
_BEFORE = re.compile(rf"(?<![a-z0-9._%+-])({_LOCAL}(?:(?:{_SPELLED_DOT}|\s\.\s){_LOCAL}){{0,2}})\s?$")
_LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_AFTER = re.compile(rf"\s?{_LABEL}(?:(?:{_SPELLED_DOT}|\s\.\s|\.){_LABEL}){{1,4}}")
# "Find us at site dot example" names a site. Only a word like "mail" before it makes "us" a mailbox.
_NOBODY = frozenset(
    ("us", "me", "you", "him", "her", "them", "it", "here", "now", "online", "is", "are", "and", "or", "available", "located",
     "nous", "moi", "here", "website", "site", "page", "profile", "visit", "look", "more", "pics", "photos", "ads", "find")
)  # fmt: skip
_MAIL_CUE = re.compile(r"mail|courriel|correo|почт|пошт|@\s*:?\s*$")
_REACH = 90
_LONGEST_AFTER = 180


class _Domain(NamedTuple):
    name: str
    end: int
    has_spelled_dot: bool


def detect(passage: Passage) -> Iterator[Found]:
    """The e-mail addresses of a passage."""
    lower = passage.lower
    done = 0
    for mark in _MARK.finditer(lower):
        before = _BEFORE.search(lower, max(done, mark.start() - _REACH), mark.start())
        domain = _domain(lower, mark.end()) if before else None
        if (
            before
            and domain
            and _is_address(mark[0], before[1], domain, lower[max(0, before.start() - 30) : before.start()])
        ):
            start, done = before.start(1), domain.end
            address = f"{_DOTS.sub('.', before[1])}@{domain.name}"
            yield Found(MentionKind.EMAIL, address, start, done, "emails", _style(lower[start:done]))


def _domain(lower: str, start: int) -> _Domain | None:
    """The longest domain that starts here and ends in a known top-level domain; or just the plain one that is there."""
    match = _AFTER.match(lower, start, start + _LONGEST_AFTER)
    if not match:
        return None
    dots = list(_DOTS.finditer(match[0]))
    ends = [*(dot.start() for dot in dots[1:]), len(match[0])]
    for count in range(len(dots), 0, -1):
        written = match[0][: ends[count - 1]].strip()
        name = _DOTS.sub(".", written)
        if name.rsplit(".", 1)[1] in TOP_LEVEL:
            return _Domain(name, start + ends[count - 1], any(len(dot[0]) > 1 for dot in dots[:count]))
    name = match[0].strip()
    top = name.rsplit(".", 1)[-1]
    plain = all(dot[0] == "." for dot in dots) and top.isalpha() and len(top) > 1
    return _Domain(name, match.end(), False) if plain and match[0] == name else None


def _is_address(mark: str, local: str, domain: _Domain, before: str) -> bool:
    """A bare everyday word ("at") for "@" needs a spelled dot or a known mail provider beside it."""
    if mark not in _AT_COMMON:
        return True
    if local in _NOBODY and not _MAIL_CUE.search(before):
        return False
    return domain.has_spelled_dot or domain.name in MAIL_PROVIDERS


def _style(written: str) -> str | None:
    if "@" not in written or _BRACKETS.intersection(written) or _SPELLED.search(written):
        return "at_dot"
    return "spaced" if " " in written else None
