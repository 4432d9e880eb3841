"""Markup and loose text to clean text: paragraphs joined by one newline, no scripts, no media."""

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

# What HTML calls white space. Others (no-break, zero-width ...) may be part of how a contact is written: they stay.
_SPACES = re.compile("[ \t\n\r\f]+")
_NEWLINES = re.compile("[\r\n]+")
_MARKUP = re.compile("<[a-zA-Z/!]|&[#a-zA-Z]")


def _tags(names: str) -> frozenset[str]:
    return frozenset(names.split())


_SILENT = _tags(  # holds no text of the ad, whatever is inside
    "script style noscript template iframe object embed svg math canvas img picture video audio map "
    "input select textarea button head"
)
_BLOCK = _tags(
    "address article aside blockquote body br dd details dialog div dl dt fieldset figcaption figure footer form "
    "h1 h2 h3 h4 h5 h6 header hgroup hr li main menu nav ol option p pre section summary table tbody td tfoot th "
    "thead tr ul"
)


def tidy(text: str) -> str:
    """Text as found to normal form: lines without outer or double spaces, no empty lines."""
    lines = (_SPACES.sub(" ", line).strip(" ") for line in _NEWLINES.split(text))
    return "\n".join(line for line in lines if line)


def text_of_html(markup: str) -> str:
    """The text of a piece of markup, in normal form; text without any markup keeps its lines."""
    if not _MARKUP.search(markup):
        return tidy(markup)
    root = LexborHTMLParser(markup).root
    return text_of(root) if root is not None else ""


def text_of(root: LexborNode) -> str:
    """The text of an element, in normal form. Walks without recursion: pages may nest without end."""
    pieces: list[str] = []
    node, top = root, root.mem_id
    while True:
        tag = node.tag
        if node.is_text_node:
            pieces.append(_SPACES.sub(" ", node.text_content or ""))
        elif tag in _BLOCK:
            pieces.append("\n")
        child = None if tag in _SILENT else node.first_child
        if child is not None:
            node = child
            continue
        while node.mem_id != top and node.next is None and node.parent is not None:
            node = node.parent
            if node.tag in _BLOCK:
                pieces.append("\n")
        if node.mem_id == top or node.next is None:
            return tidy("".join(pieces))
        node = node.next
