"""Handles of networks and messengers, as "network:name". A bare word after "snap:" is one, "snap" alone is none."""

import re
from collections.abc import Iterator

from processors.enrich.passage import Found, Passage
from processors.enrich.signs import START, sign
from processors.enrich.tables import table, words
from processors.enrich.trie import any_of
from schemas.mention import MentionKind

_TABLE = table("handles")
_NETWORK = {label: network for network, row in _TABLE["labels"].items() for label in words(row)}
_HOSTS = {host: network for network, row in _TABLE["hosts"].items() for host in words(row)}
_DOUBTFUL = frozenset(words(_TABLE["doubtful"]))
_NUMERIC = frozenset(words(_TABLE["numeric"]))
_RESERVED = frozenset(words(_TABLE["reserved"]))
_NOT_NAMES = frozenset(words(_TABLE["not_names"]))
_LABEL_PARTS = frozenset(part for label in _NETWORK for part in re.findall(r"[^\W\d_]+", label))


def _by_word() -> dict[str, re.Pattern[str]]:
    """The labels that begin with a word."""
    labels: dict[str, list[str]] = {}
    for label in _NETWORK:
        labels.setdefault(re.findall(r"[^\W\d_]+", label)[0], []).append(label)
    return {word: re.compile(rf"(?P<label>{any_of(some)})(?![\w@])") for word, some in labels.items()}


_BY_WORD = _by_word()
_FIRST_WORDS = frozenset(_BY_WORD)

_NAME = r"[a-z0-9_](?:[a-z0-9_.\-]{0,30}[a-z0-9_])"
_DOT = r"(?:\.|\s?[(\[{]\s?(?:\.|dot)\s?[)\]}]\s?|\s\.\s|\sdot\s)"
_DOTS = re.compile(_DOT)
# An address is found from its slash, a name after a label from the label, the others from their "@".
_HOST_BEFORE = re.compile(
    rf"(?<![\w.@-])(?:https?://)?(?:(?:www|mobile){_DOT})?(?P<host>{any_of(_HOSTS).replace(chr(92) + '.', _DOT)})\s?$"
)
_PATH = re.compile(
    rf"/\s?(?:(?:add|ti/p|r/ti/p|u|user|profile|invite|m|s)\s?/\s?)?[~@$]?(?P<name>{_NAME})(?![\w@])(?:[/?][^\s<>\"']{{0,200}})?"
)
_SCHEME = re.compile(rf"(?:skype:|tg://resolve/?\?domain=)(?P<name>{_NAME})(?:[?&][^\s<>\"']{{0,200}})?")
_LABEL = re.compile(rf"(?P<label>{any_of(_NETWORK)})(?![\w@])")
# "T e l e g r a m: name", with the letters of a label apart.
_APART = "|".join(
    r"[ .*\-]".join(label) for label in sorted(_NETWORK, key=len, reverse=True) if re.fullmatch(r"[^\W\d_]{3,}", label)
)
_WIDE = re.compile(rf"(?<![^\W_])(?<![^\W_][ .*\-])(?P<label>{_APART})(?=\s?[:=@-])")
_HAS_WIDE = sign(f"{START}(?:{_APART})")
_APART_BY = re.compile(r"[ .*\-]")
_AFTER_LABEL = re.compile(
    rf"(?:\s?[/&+,]\s?(?:{any_of(_NETWORK)})(?![\w@]))*"
    rf"(?P<gap>(?:\s?(?:{any_of(words(_TABLE['says']))})(?!\w)){{0,2}}\s{{0,2}}(?P<mark>[:=@»>~\-|*•👉➡→(\[]{{0,3}})\s{{0,2}}[@$]?)"
    rf"(?P<name>{_NAME}(?:#\d{{4}})?)(?![\w@]|\.[a-z])"
)
_NAMED_ON = re.compile(
    rf"@(?<![\w.@]@)(?P<name>{_NAME})\s?(?:on|at|in|sur|en|auf|na|no|w|в|на|su|via|[(\[/|\-])\s?(?:my\s|mon\s|mi\s)?"
    rf"(?P<label>{any_of(_NETWORK)})(?![\w@])"
)
_LOOSE = re.compile(r"@(?<![\w.@/]@)(?P<name>[a-z_][a-z0-9_.]{2,30})(?![\w@])")
_FIELD = re.compile(rf"@?({_NAME})")
_CUE = re.compile(
    r"add|follow|contact|dm|message|msg|write|find|pm|me|us|chat|пиши|подпис|escr[ií]be|s[ií]gueme|ajoute|contacte|scrivi"
)
_NAME_LIKE = re.compile(r"[\d_.]")
_STRONG_MARKS = frozenset(":=@$👉➡»→>~")
_REACH = 48


def detect(passage: Passage) -> Iterator[Found]:
    """The handles of a passage: in addresses, after a network's name, before one, in a field named after one."""
    lower = passage.lower
    if "/" in lower or "skype:" in lower:
        yield from _addresses(lower)
    has_labels = not passage.words.isdisjoint(_LABEL_PARTS)
    if has_labels:
        yield from _labelled(lower, passage.words)
    if _HAS_WIDE in passage.signs:
        yield from _wide(lower)
    if "@" in lower:
        if has_labels:
            for match in _NAMED_ON.finditer(lower):
                yield _found(_NETWORK[match["label"]], match["name"], match.start(), match.end("name"), "label", 0.9)
        yield from _loose(lower)
    for field in passage.fields:
        if field.name not in _NETWORK:
            continue
        value = _FIELD.fullmatch(lower[field.start : field.end].strip())
        if value and not value[1].isdigit():
            yield _found(_NETWORK[field.name], value[1], field.start, field.end, "field", 1.0)


def _addresses(lower: str) -> Iterator[Found]:
    for slash in re.finditer("/", lower):
        path = _PATH.match(lower, slash.start())
        host = _HOST_BEFORE.search(lower, max(0, slash.start() - _REACH), slash.start()) if path else None
        network = _HOSTS.get(_DOTS.sub(".", host["host"])) if host else None
        if path and host and network and _is_profile(path["name"], lower[path.start("name") - 1].isspace()):
            yield _found(network, path["name"], host.start(), path.end(), "address", 1.0, "link")
    for match in _SCHEME.finditer(lower):
        network = "skype" if match[0].startswith("skype") else "telegram"
        yield _found(network, match["name"], match.start(), match.end(), "address", 1.0, "link")


def _is_profile(name: str, is_apart: bool) -> bool:
    return name not in _RESERVED and not name.isdigit() and not (is_apart and name in _NOT_NAMES)


def _labelled(lower: str, words: frozenset[str]) -> Iterator[Found]:
    for label in _labels(lower, words):
        before = lower[label.start() - 1 : label.start()]
        match = None if before.isalnum() or before in ("@", ".", "$", "_") else _AFTER_LABEL.match(lower, label.end())
        if match and _is_name(label["label"], match):
            start = match.start("name") - (lower[match.start("name") - 1] in "@$")
            yield _found(_NETWORK[label["label"]], match["name"], start, match.end(), "label", 0.9)


def _labels(lower: str, words: frozenset[str]) -> Iterator[re.Match[str]]:
    """The labels in a text, looked for by their first words: few are in it."""
    stands = [label for word in words & _FIRST_WORDS for label in _BY_WORD[word].finditer(lower)]
    stands.sort(key=re.Match.start)
    end = 0
    for label in stands:
        if label.start() >= end:
            end = label.end()
            yield label


def _wide(lower: str) -> Iterator[Found]:
    for wide in _WIDE.finditer(lower):
        match = _AFTER_LABEL.match(lower, wide.end())
        label = _APART_BY.sub("", wide["label"])
        if match and _is_name(label, match):
            yield _found(_NETWORK[label], match["name"], match.start("name"), match.end(), "label", 0.9)


def _is_name(label: str, match: re.Match[str]) -> bool:
    name, gap = match["name"], match["gap"]
    first = name.partition("-")[0]  # "venmo-zelle-paypal" is a list
    if not {name, first}.isdisjoint(_NOT_NAMES) or name in _NETWORK or first in _NETWORK:
        return False
    is_marked = not _STRONG_MARKS.isdisjoint(gap)
    if name.isdigit():
        return _NETWORK[label] in _NUMERIC and is_marked and 5 <= len(name) <= 10
    if is_marked:
        return True
    is_dashed = match["mark"] == "-" and " " in gap
    if label in _DOUBTFUL:
        return "id" in gap.split() or (is_dashed and "_" in name.strip("_"))
    return bool(_NAME_LIKE.search(name) and not name[0].isdigit()) or (is_dashed and len(name) > 4)


def _loose(lower: str) -> Iterator[Found]:
    """ "@name" without a network: of the network named shortly before; else of an unknown one, if it looks meant."""
    for match in _LOOSE.finditer(lower):
        name = match["name"].rstrip(".")
        end = match.start() + 1 + len(name)
        before = lower[max(0, match.start() - _REACH) : match.start()].rsplit("\n", 1)[-1]
        labels = [label["label"] for label in _LABEL.finditer(before) if not before[: label.start()][-1:].isalnum()]
        if labels:
            yield _found(_NETWORK[labels[-1]], name, match.start(), end, "near", 0.7)
        elif name not in _NOT_NAMES and (_NAME_LIKE.search(name) or _CUE.search(before[-30:]) or not before.strip()):
            yield _found("unknown", name, match.start(), end, "loose", 0.4)


def _found(
    network: str, name: str, start: int, end: int, how: str, confidence: float, style: str | None = None
) -> Found:
    return Found(MentionKind.HANDLE, f"{network}:{name}", start, end, f"handles.{how}", style, confidence)
