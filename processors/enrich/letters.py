"""A text's letters: all small, and as words."""

import re

_WORD = re.compile(r"[^\W\d_]+")


def letters(text: str) -> list[str]:
    """The words of `text`: runs of letters, digits left out."""
    return _WORD.findall(text)


def lower(text: str) -> str:
    """`text` in lower case, character for character: the few letters that would become two stay."""
    small = text.lower()
    if len(small) == len(text):
        return small
    return "".join(one if len(one := char.lower()) == 1 else char for char in text)
