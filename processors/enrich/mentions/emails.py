"""E-mail addresses, plain or spelled out: "name (at) site (dot) example", "nom arobase site point example"."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from processors.enrich.domains import MAIL_PROVIDERS, TOP_LEVEL, WORDS
from processors.enrich.passage import Found, Passage
from processors.enrich.signs import sign
from processors.enrich.tables import table, words
from processors.enrich.trie import any_of
from schemas.mention import MentionKind

_TABLE = table("emails")
_AT_COMMON = frozenset(words(_TABLE["at_common"]))
_DASH = r"[-_*~|=+\"'^#]"
_any_at = any_of([*_AT_COMMON, *words(_TABLE["at_named"])])
_dashed_at = any_of(["at", *words(_TABLE["at_named"])])
_any_dot = any_of(words(_TABLE["dot"]))
# Without one of these, " at " is just a word.
_TELLING = frozenset(
    (*words(_TABLE["at_named"]), *words(_TABLE["dot"]), *(name.partition(".")[0] for name in MAIL_PROVIDERS))
)

# What may stand for "@". Each pattern begins with a class of characters: the engine skips to those.
_AT = re.compile("@")
_BRACKETED = re.compile(
    rf"[(\[{{<]\s?(?:a|@|{_any_at})\s?[)\]}}>]|{_DASH}(?<=[a-z0-9].){_DASH}{{0,2}}(?:at|arobase|arroba|собака){_DASH}{{1,3}}(?=[a-z0-9])"
    rf"|{_DASH}(?<=\s.){_DASH}{{0,2}}(?:{_dashed_at}){_DASH}{{1,3}}(?=\s)"
)
_IN_BRACKETS = sign(rf"[(\[{{<]\s?(?:a|@|{_any_at})\s?[)\]}}>]|{_DASH}(?:{_dashed_at}){_DASH}")
_WORD = re.compile(rf"\s(?P<word>{_any_at})(?=\s)")
_SPELLED_DOT = (
    rf"\s?[(\[{{<]\s?(?:\.|{_any_dot})\s?[)\]}}>]\s?|\s(?:{_any_dot})\s"
    rf"|\s{_DASH}{{1,3}}(?:{_any_dot}){_DASH}{{1,3}}\s|{_DASH}{{1,3}}(?:{_any_dot}){_DASH}{{1,3}}"
)
_SPELLED = re.compile(_SPELLED_DOT)
_BRACKETS = frozenset("([{<")
_DOTS = re.compile(rf"{_SPELLED_DOT}|\s\.\s|\.")
_LOCAL = "[a-z0-9](?:[a-z0-9._%+-]{0,62}[a-z0-9_])?"
_BEFORE = re.compile(rf"(?<![a-z0-9._%+-])({_LOCAL}(?:(?:{_SPELLED_DOT}|\s\.\s){_LOCAL}){{0,2}})\s?$")
_DOT_WORDS = frozenset(re.findall(r"[^\W\d_]+", " ".join(words(_TABLE["dot"]))))
_DOT_APART = re.compile(r"[\s(\[{<]\.[\s)\]}>]")
_TO_OTHER = re.compile(r".*[^a-z0-9._%+-]", re.DOTALL)
_LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_AFTER = re.compile(rf"\s?{_LABEL}(?:(?:{_SPELLED_DOT}|\s\.\s|\.){_LABEL}){{1,4}}")
# "Find us at site dot example" names a site. Only a word like "mail" before it makes "us" a mailbox.
_NOBODY = frozenset(words(_TABLE["nobody"]))
_SURE_TOPS = TOP_LEVEL - WORDS
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
    for mark in _marks(passage):
        domain = _domain(lower, mark.end())  # first: it costs less
        before = _before(passage, mark.start()) if domain else None
        if before and domain and _is_address(mark, before, domain, lower):
            start, end = before.start(1), domain.end
            address = f"{_DOTS.sub('.', before[1])}@{domain.name}"
            yield Found(MentionKind.EMAIL, address, start, end, "emails", _style(lower[start:end]))


def _marks(passage: Passage) -> Iterator[re.Match[str]]:
    if "@" in passage.lower:
        yield from _AT.finditer(passage.lower)
    if _IN_BRACKETS in passage.signs:
        yield from _BRACKETED.finditer(passage.lower)
    if not passage.words.isdisjoint(_TELLING):
        yield from _WORD.finditer(passage.lower)


def _before(passage: Passage, end: int) -> re.Match[str] | None:
    """The mailbox that ends here. Without a spelled dot there is one place only where it can begin."""
    lower, start = passage.lower, max(0, end - _REACH)
    if not passage.words.isdisjoint(_DOT_WORDS) or _DOT_APART.search(lower, start, end):
        return _BEFORE.search(lower, start, end)
    last = end - (lower[end - 1 : end] == "\n")  # as `$` does
    last -= lower[last - 1 : last].isspace()
    other = _TO_OTHER.match(lower, start, last)
    return _BEFORE.match(lower, other.end() if other else start, end)


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


def _is_address(mark: re.Match[str], before: re.Match[str], domain: _Domain, lower: str) -> bool:
    """ "IG @name" is none, "name @mail.example" is; an everyday word ("at") for "@" needs a spelled dot or a known mail
    provider beside it."""
    word = mark.groupdict().get("word")
    is_somebody = before[1] not in _NOBODY
    if word is None and mark[0] == "@":
        is_lopsided = lower[mark.start() - 1].isspace() and not lower[mark.end()].isspace()
        return not is_lopsided or (is_somebody and domain.name.rsplit(".", 1)[1] in _SURE_TOPS)
    if word not in _AT_COMMON:
        return True
    if not is_somebody and not _MAIL_CUE.search(lower, max(0, before.start() - 30), before.start()):
        return False
    return domain.has_spelled_dot or domain.name in MAIL_PROVIDERS


def _style(written: str) -> str | None:
    if "@" not in written or _BRACKETS.intersection(written) or _SPELLED.search(written):
        return "at_dot"
    return "spaced" if " " in written else None
