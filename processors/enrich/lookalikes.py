"""Look-alike letters of other scripts, folded only where scripts are mixed: real Russian or Greek stays as it is."""

import re
from collections.abc import Iterator

from processors.enrich import characters as chars
from processors.enrich.draft import Draft

_OTHER = re.compile(f"[{chars.OTHER_SCRIPTS}]")
_OTHERS = re.compile(f"[{chars.OTHER_SCRIPTS}]+")
_WEAK = re.compile(
    "[" + "".join(c for c in map(chr, range(0x370, 0xA500)) if _OTHER.match(c) and c not in chars.STRONG) + "]"
)
_LATIN = re.compile("[A-Za-z]")
_HOME = re.compile("[0-9A-Za-zÀ-ɏ]+")
_TOKEN = re.compile(r"[^\W_]+")


def fold_lookalikes(draft: Draft) -> None:
    """Fold tokens that mix scripts; and all of a Latin text's other letters if every one of them is a look-alike."""
    text = draft.text
    if not _OTHER.search(text):
        return
    if _LATIN.search(text) and not _WEAK.search(text):
        draft.substitute(_OTHERS, lambda match: (_to_latin(match[0]), "lookalike"))
    else:
        draft.replace((start, end, new, "lookalike") for start, end, new in _unmixed(text))


def _unmixed(text: str) -> Iterator[tuple[int, int, str]]:
    """The mixed tokens and what they become. Found from their Latin letters and digits, the rarer ones here."""
    done = 0
    for home in _HOME.finditer(text):
        if home.start() < done:
            continue
        start = home.start()
        while start > done and text[start - 1].isalnum():
            start -= 1
        token = _TOKEN.match(text, start)
        done = home.end()
        if token and (start < home.start() or token.end() > done):
            done = token.end()
            new = _unmix(token[0])
            if new:
                yield start, done, new


def _unmix(token: str) -> str | None:
    """A token of two scripts in one, if all its odd letters have a twin there."""
    others = _OTHER.findall(token)
    latin = [char for char in token if char.isalpha() and char not in others]
    if not latin:
        return None  # "5б" may be a house number: whether digits are meant, the reader of phone numbers knows
    fits_cyrillic = len(others) >= len(latin) and all(char in chars.TO_CYRILLIC for char in latin)
    if fits_cyrillic and not chars.STRONG.issuperset(others):
        return "".join(chars.TO_CYRILLIC.get(char, char) for char in token)
    if others and all(char in chars.LOOKALIKES for char in others):
        return _to_latin(token)
    return None


def _to_latin(token: str) -> str:
    return "".join(chars.LOOKALIKES.get(char, char) for char in token)
