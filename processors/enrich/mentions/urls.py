"""Web addresses: whole ones, bare domains, and broken or spelled-out ones ("www . site . example", "site dot com")."""

import re
from collections.abc import Iterator

from processors.enrich.domains import TOP_LEVEL, WORDS
from processors.enrich.passage import Found, Passage
from processors.enrich.signs import sign
from processors.enrich.trie import any_of
from schemas.mention import MentionKind

_LABEL = r"[^\W_](?:[^\W_]|-(?=[^\W_])){0,62}"
_PATH = re.compile(r"(?::\d{2,5})?(?:[/?#][^\s<>\"{}|\\^`]{0,2000})?")
_TRAILING = ".,;:!?'\")]*-_"
_SCHEME = r"(?P<scheme>h(?:tt|xx|\*\*)ps?)\s?:\s?/\s?/\s?"

_TOP = f"(?:{any_of(TOP_LEVEL)})(?![\\w@-])"
_DOT_WORDS = "dot|punto|ponto|punct|kropka|точка|крапка|дот|نقطة|دوت"
_SPELLED_DOT = rf" ?[(\[{{] ?(?:\.|point|punkt|{_DOT_WORDS}) ?[)\]}}] ?| (?:{_DOT_WORDS}) "
# The last dot of a domain. Looked for first, since a literal is what an engine finds fastest.
_PLAIN_END = re.compile(rf"\. ?(?P<top>{_TOP})(?!\.{_TOP})")
_SPELLED_END = re.compile(rf"(?:{_SPELLED_DOT})(?P<top>{_TOP})")
_SPELLED_HINT = sign(rf"[(\[{{] ?(?:\.|p|{_DOT_WORDS})| (?:{_DOT_WORDS}) ")
_SCHEME_HOST = re.compile(rf"{_SCHEME}(?P<host>{_LABEL}(?:\.{_LABEL}){{0,6}})")

_HOST_BEFORE = re.compile(rf"(?<![\w@./-])(?P<host>{_LABEL}(?:\.{_LABEL}){{0,5}})$")
_TO_OTHER = re.compile(r".*[^\w.-]", re.DOTALL)
_MARK = re.compile("www|/")
_BROKEN_BEFORE = re.compile(
    rf"(?<![\w@./-])(?:{_SCHEME})?(?:www(?: ?\. ?|{_SPELLED_DOT}))?"
    rf"(?P<host>{_LABEL}(?:(?:\.| \. |{_SPELLED_DOT}){_LABEL}){{0,3}}) ?$"
)
_DOTS = re.compile(rf"{_SPELLED_DOT}| ?\. ?")
_CUE = re.compile(r"(?:site|web|www|http|visit|page|link|online|see|profile|сайт|sitio|página|pagina|strona)\W{0,4}$")
_REACH = 100


def detect(passage: Passage) -> Iterator[Found]:
    """The web addresses of a passage. Canonical: scheme (http where none is given), host in lower case, path."""
    lower = passage.lower
    if "//" in lower:
        for match in _SCHEME_HOST.finditer(lower):
            scheme = "https" if match["scheme"].endswith("s") else "http"
            style = None if match[0].startswith("http") and " " not in match[0] else "broken"
            yield _found(passage, match.start(), match.end(), f"{scheme}://{match['host']}", style)
    for match in _PLAIN_END.finditer(lower):
        if " " not in match[0] and lower[match.start() - 1] != " ":
            yield from _bare(passage, match)
        else:
            yield from _broken(passage, match)
    if _SPELLED_HINT in passage.signs:
        for match in _SPELLED_END.finditer(lower):
            yield from _broken(passage, match)


def _bare(passage: Passage, match: re.Match[str]) -> Iterator[Found]:
    """ "site.example/path", or "site.example" where the dot is no slip of punctuation."""
    lower = passage.lower
    before = _HOST_BEFORE.match(lower, _host_start(lower, match.start()), match.start())
    if not before or not any(map(str.isalpha, before["host"].rsplit(".", 1)[-1])):
        return
    host = f"{before['host']}.{match['top']}"
    follows = lower[match.end() : match.end() + 1]
    proven = (
        before["host"].startswith("www.") or follows == "/" or any(char in "0123456789-" for char in before["host"])
    )
    sentence = (
        match["top"] in WORDS or passage.text[match.start() + 1].isupper() != passage.text[before.start()].isupper()
    )
    if proven or not sentence or _CUE.search(lower, max(0, before.start() - 12), before.start()):
        yield _found(passage, before.start(), match.end(), f"http://{host}", None)


def _host_start(lower: str, end: int) -> int:
    """The only place at which a host that ends here can begin. A `$` also matches before an end of line."""
    start, end = max(0, end - _REACH), end - (lower[end - 1 : end] == "\n")
    other = _TO_OTHER.match(lower, start, end)
    return other.end() if other else start


def _broken(passage: Passage, match: re.Match[str]) -> Iterator[Found]:
    lower, start = passage.lower, max(0, match.start() - _REACH)
    spelled = match[0][0] != "."
    spaced = lower[match.start() - 1 : match.start() + 2] == " . " and match["top"] not in WORDS
    if not spelled and not spaced and not _MARK.search(lower, start, match.start()):
        return  # most are the end of a sentence
    before = _BROKEN_BEFORE.search(lower, start, match.start())
    if not before or not any(map(str.isalpha, before["host"])):
        return
    marked = bool(before["scheme"]) or before[0].startswith("www")
    _, dot, last = before["host"].rpartition(".")
    if dot and last in TOP_LEVEL and match[0].startswith(". "):
        return  # a whole address at the end of a sentence
    if marked or spaced or (spelled and match["top"] not in WORDS) or (spelled and not match[0][0].isspace()):
        host = _DOTS.sub(".", f"{before['host']}.{match['top']}")
        yield _found(passage, before.start(), match.end(), f"http://{host}", "broken")


def _found(passage: Passage, start: int, end: int, origin: str, style: str | None) -> Found:
    path = _PATH.match(passage.text, end)
    rest = path[0].rstrip(_TRAILING) if path else ""
    return Found(MentionKind.URL, origin + rest, start, end + len(rest), "urls", style)
