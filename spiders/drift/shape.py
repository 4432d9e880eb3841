"""Texts as shapes: what kind of thing stands there, and nothing of what it says."""

import re
import unicodedata
from collections.abc import Callable
from typing import Any

MAX_TEXT = 40  # letters of one text
MAX_ITEMS = 12  # of one list or object
MAX_DEPTH = 6

_NAME = re.compile(r"[^A-Za-z_:-]")  # what a class or key keeps


def masked(text: str) -> str:
    """The shape of a text: letters of every script are x, digits are 0; spaces and marks stay. Never longer than 41."""
    line = " ".join(text[: 4 * MAX_TEXT].split())
    return "".join(map(_mask, line[:MAX_TEXT])) + ("…" if len(line) > MAX_TEXT else "")


def _mask(letter: str) -> str:
    kind = unicodedata.category(letter)[0]
    if kind in "LM":
        return "x"
    return "0" if kind == "N" else letter if letter.isascii() and kind in "PSZ" else "·"


def name(text: str) -> str:
    """A class, id or key without digits, which could be somebody's number. Enough to compare pages, not to show it."""
    return _NAME.sub("", text)[:MAX_TEXT]


def shown(known: frozenset[str]) -> Callable[[str], str]:
    """Names as they may be shown: those not known could say who is meant, and are "?"."""
    return lambda text: name(text) if text in known else "?"


def json_shape(value: Any, named: Callable[[str], str] = name, depth: int = 0) -> Any:
    """A JSON value with its keys and with the shapes of its texts and numbers; cut where it is long or deep."""
    if isinstance(value, dict | list) and depth >= MAX_DEPTH:
        return "…"
    if isinstance(value, dict):
        return {named(key): json_shape(item, named, depth + 1) for key, item in list(value.items())[:MAX_ITEMS]}
    if isinstance(value, list):
        return [json_shape(item, named, depth + 1) for item in value[:2]] + (["…"] if len(value) > 2 else [])
    if value is None or isinstance(value, bool):
        return value
    return masked(str(value))
