"""A regular expression for many fixed words that looks at each letter once, unlike a plain alternation."""

import re
from collections.abc import Iterable
from functools import cache
from typing import Any


def any_of(words: Iterable[str]) -> str:
    """A pattern (a group) that matches the longest of `words` at a place. Spaces match any run of white space."""
    root: dict[str, Any] = {}
    for word in words:
        node = root
        for char in word:
            node = node.setdefault(char, {})
        node[""] = {}
    return _pattern(root)


def _pattern(node: dict[str, Any]) -> str:
    branches = [_literal(char) + _pattern(child) for char, child in sorted(node.items()) if char]
    if not branches:
        return ""
    body = branches[0] if len(branches) == 1 else "|".join(branches)
    optional = "" in node
    if len(branches) == 1 and not optional:
        return body
    return f"(?:{body})?" if optional else f"(?:{body})"


@cache  # a few hundred letters make all words
def _literal(char: str) -> str:
    return r"\s+" if char == " " else re.escape(char)
