"""Strings from elsewhere, made fit for people's eyes: one line, bounded, and nothing that acts on a terminal."""

import unicodedata

# Line and paragraph separators, and everything of the categories "control", "format" (direction overrides, zero
# width marks) and "surrogate": none of it is needed in a word, and some of it can make a text look like another.
_DROPPED = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


def clean(text: str, limit: int = 500) -> str:
    """`text` on one line, without invisible characters, cut to `limit` characters with an ellipsis."""
    visible = text[: limit * 4]
    if not visible.isprintable():  # nearly everything is
        visible = "".join(" " if unicodedata.category(letter) in _DROPPED else letter for letter in visible)
    line = " ".join(visible.split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"
