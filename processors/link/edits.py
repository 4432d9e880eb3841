"""What changed in an ad's masked text from one version to the next."""

import re
from difflib import SequenceMatcher

from schemas.ad import MaskedText

MAX_SHOWN = 240  # characters of what was taken out, and of what was put in
_MAX_WORDS = 300  # compared word by word; of a longer passage only the beginning is told
_WORD = re.compile(r"\S+")
_GAP = " … "


def difference(before: MaskedText, after: MaskedText) -> tuple[str, str]:
    """What was taken out and what was put in, in the order of the text; both empty when only white space changed."""
    old, new = _words(before), _words(after)
    start = _alike(old, new)
    end = _alike(old[start:][::-1], new[start:][::-1])
    old, new = old[start : len(old) - end][:_MAX_WORDS], new[start : len(new) - end][:_MAX_WORDS]
    removed, added = [], []
    for _, a, b, c, d in (op for op in SequenceMatcher(None, old, new).get_opcodes() if op[0] != "equal"):
        removed += [" ".join(old[a:b])] if b > a else []
        added += [" ".join(new[c:d])] if d > c else []
    return _GAP.join(removed)[:MAX_SHOWN], _GAP.join(added)[:MAX_SHOWN]


def _words(masked: MaskedText) -> list[str]:
    parts = (masked.title, masked.body, *(f"{name}: {value}" for name, value in masked.fields.items()))
    return [word for part in parts for word in _WORD.findall(part)]


def _alike(one: list[str], other: list[str]) -> int:
    """How many words at the beginning are the same."""
    return next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
