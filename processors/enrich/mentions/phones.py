"""Phone numbers, in whatever dress, as E.164."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from processors.enrich.passage import Found, Passage
from processors.enrich.phone import plans
from processors.enrich.phone.atoms import runs
from processors.enrich.phone.compose import Atom
from processors.enrich.phone.gaps import PADDING
from processors.enrich.phone.run import Run
from processors.enrich.phone.standing import Window
from processors.enrich.phone.windows import best_windows
from processors.enrich.signs import sign
from schemas.mention import MentionKind

# Addresses that carry a number with its country code: wa.me/14155550123, tel:+44..., api.whatsapp.com/send?phone=...
_LINK = re.compile(
    r"(?:https?://)?(?:www\.)?(?:wa\.me/|(?:api|web|chat)\.whatsapp\.com/send/?\?phone=|whatsapp://send/?\?phone=|"
    r"viber://(?:chat|add|contact)/?\?number=|signal\.me/#p/|t\.me/(?=\+\d)|tel:(?://)?|sms:|callto:)"
    r"(?:\+|%2b|00)?(?P<digits>\d[\d\-.() ]{5,20}\d)(?:[?&][^\s<>\"']{0,200})?"
)
_LINK_HINT = sign(r"wa\.me|whatsapp\.com|whatsapp:|viber:|signal\.me|t\.me/\+|tel:|sms:|callto:")
# What only an author who hides a number puts between its digits: "|" and "!" for 1, remarks in brackets.
_ASIDE = re.compile(r"[|!](?<=[0-9o].)(?=[0-9o])|\((?:(?<=\d.)|(?<=\d\s.))[^()\d]{2,30}\)(?=\s?\d)")
_HAS_ASIDE = sign(r"[0-9o][|!][0-9o]|\d\s?\([^()0-9]{2,30}\)\s?\d")
_PLAIN_GAP = re.compile(r"[\s().+\-/]*")


def detect(passage: Passage) -> Iterator[Found]:
    """The phone numbers of a passage."""
    if _LINK_HINT in passage.signs:
        yield from (link for match in _LINK.finditer(passage.lower) if (link := _link(match)))
    found = list(_written(passage, passage.lower))
    yield from found
    if _HAS_ASIDE in passage.signs:
        taken = {index for one in found for index in range(one.start, one.end)}
        cleared = _ASIDE.sub(_without_aside, passage.lower)
        yield from (one for one in _written(passage, cleared) if taken.isdisjoint(range(one.start, one.end)))


def _written(passage: Passage, lower: str) -> Iterator[Found]:
    read = plans.reader(passage.country, passage.language)
    for atoms in runs(lower, passage.words, passage.spoken, passage.language):
        run = Run(atoms, lower)
        for window in best_windows(run, read):
            yield _found(lower, atoms[window.first : window.last + 1], window, run.plus[window.first])


def _without_aside(match: re.Match[str]) -> str:
    return "1" if len(match[0]) == 1 else "-".ljust(len(match[0]), PADDING)


def _link(match: re.Match[str]) -> Found | None:
    digits = re.sub(r"\D", "", match["digits"])
    number = plans.international(digits)
    if not number:
        return None
    return Found(MentionKind.PHONE, number.value, *match.span(), "phones.link", "link", 1.0, number.region)


def _found(lower: str, atoms: Sequence[Atom], window: Window, plus: bool) -> Found:
    start, end = atoms[0].start, atoms[-1].end
    if plus:
        start = lower.rfind("+", 0, start) if "+" in lower[max(0, start - 3) : start] else start
    if lower[start - 1 : start] == "(" and lower.count(")", start, end) > lower.count("(", start, end):
        start -= 1
    if lower[end : end + 1] == ")" and lower.count("(", start, end) > lower.count(")", start, end):
        end += 1
    number = window.number
    confidence = round(min(window.weight, 1.0), 2)
    style = _style(lower, atoms)
    detector = "phones" if lower[start:end].isdecimal() else "phones.grouped"
    return Found(MentionKind.PHONE, number.value, start, end, detector, style, confidence, number.region)


def _style(lower: str, atoms: Sequence[Atom]) -> str | None:
    """How the number was disguised, as far as its own characters tell."""
    kinds = {atom.kind for atom in atoms}
    if "words" in kinds:
        return "words" if kinds == {"words"} else "mixed"
    if "lookalike" in kinds or "leet" in kinds:
        return "lookalike" if "lookalike" in kinds else "leet"
    between = [lower[one.end : two.start] for one, two in pairwise(atoms)]
    signs = "".join(between)
    if any(map(str.isalpha, signs)):
        return "letters"
    if "\n" in signs:
        return "split"
    if [len(atom.digits) for atom in atoms].count(1) * 2 > len(atoms):
        return "spaced" if all(gap == " " for gap in between) else "dotted"
    return None if _PLAIN_GAP.fullmatch(signs) else "symbols"
