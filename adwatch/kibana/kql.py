"""Kibana's query language, as far as our objects use it: parsed here, so that a wrong query never reaches a Kibana.

query := any ("or" any)*        any := one ("and" one)*        one := "not" one | "(" query ")" | field test
test  := ":" value | ":" "(" value ("or" value)* ")" | ("<" | "<=" | ">" | ">=") value
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

Query = dict[str, Any]
_TOKEN = re.compile(r'\s*(?:(?P<sign><=|>=|[:<>()])|"(?P<quoted>(?:[^"\\]|\\.)*)"|(?P<word>[^\s:<>()"]+))')
_RANGES = {"<": "lt", "<=": "lte", ">": "gt", ">=": "gte"}
_WORDS = ("and", "or", "not")


class KqlError(Exception):
    """Raised for a query that cannot be parsed; the message names where."""


@dataclass(frozen=True)
class _Token:
    text: str
    quoted: bool = False

    def says(self, *texts: str) -> bool:
        return not self.quoted and self.text.lower() in texts


def parse(text: str) -> tuple[Query, frozenset[str]]:
    """The search engine's own query, and the fields that it names. An empty text finds everything."""
    reader = _Reader(text)
    if not reader.tokens:
        return {"match_all": {}}, frozenset()
    query = reader.query()
    if reader.at < len(reader.tokens):
        raise KqlError(f"{text}: nothing may follow before {reader.tokens[reader.at].text!r}")
    return query, frozenset(reader.fields)


class _Reader:
    def __init__(self, text: str) -> None:
        self.text, self.at, self.fields = text, 0, set[str]()
        self.tokens = list(_tokens(text))

    def query(self) -> Query:
        return self._several("or", self._any, lambda parts: {"should": parts, "minimum_should_match": 1})

    def _any(self) -> Query:
        return self._several("and", self._one, lambda parts: {"filter": parts})

    def _several(self, word: str, part: Any, together: Any) -> Query:
        parts = [part()]
        while self._next_says(word):
            self.at += 1
            parts.append(part())
        return parts[0] if len(parts) == 1 else {"bool": together(parts)}

    def _one(self) -> Query:
        if self._next_says("not"):
            self.at += 1
            return {"bool": {"must_not": [self._one()]}}
        if self._next_says("("):
            self.at += 1
            inside = self.query()
            self._take(")")
            return inside
        field = self._value("a field").text
        self.fields.add(field)
        return self._test(field)

    def _test(self, field: str) -> Query:
        sign = self._take(":", *_RANGES).text
        if sign != ":":
            return {"range": {field: {_RANGES[sign]: self._value("a value").text}}}
        if not self._next_says("("):
            return _matches(field, self._value("a value"))
        self.at += 1
        values = [self._value("a value")]
        while self._next_says("or"):
            self.at += 1
            values.append(self._value("a value"))
        self._take(")")
        return {"bool": {"should": [_matches(field, value) for value in values], "minimum_should_match": 1}}

    def _next_says(self, *texts: str) -> bool:
        return self.at < len(self.tokens) and self.tokens[self.at].says(*texts)

    def _take(self, *signs: str) -> _Token:
        if not self._next_says(*signs):
            raise KqlError(f"{self.text}: expected {' or '.join(signs)} as part {self.at + 1}")
        self.at += 1
        return self.tokens[self.at - 1]

    def _value(self, wanted: str) -> _Token:
        if self.at == len(self.tokens) or self._next_says(*_WORDS, ":", "(", ")", *_RANGES):
            raise KqlError(f"{self.text}: expected {wanted} as part {self.at + 1}")
        self.at += 1
        return self.tokens[self.at - 1]


def _tokens(text: str) -> Iterator[_Token]:
    at, text = 0, text.rstrip()
    while at < len(text):
        found = _TOKEN.match(text, at)
        if found is None:
            raise KqlError(f"{text}: not to be read at character {at + 1}")
        quoted = found["quoted"]
        yield _Token(found["sign"] or found["word"]) if quoted is None else _Token(quoted, quoted=True)
        at = found.end()


def _matches(field: str, value: _Token) -> Query:
    if value.quoted:
        return {"match_phrase": {field: value.text}}
    if value.text == "*":
        return {"exists": {"field": field}}
    if "*" in value.text:
        return {"wildcard": {field: {"value": value.text}}}
    return {"match": {field: value.text}}
