"""The query language of Kibana, as far as we use it."""

from typing import Any

import pytest

from adwatch.kibana.kql import KqlError, parse

A, B = {"match": {"a": "1"}}, {"match": {"b": "2"}}


def either(*parts: Any) -> Any:
    return {"bool": {"should": list(parts), "minimum_should_match": 1}}


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("", {"match_all": {}}),
        ("a: 1", A),
        ("a:1", A),
        ('a: "x y"', {"match_phrase": {"a": "x y"}}),
        ("a: *", {"exists": {"field": "a"}}),
        ("a: x*", {"wildcard": {"a": {"value": "x*"}}}),
        ("a >= 2", {"range": {"a": {"gte": "2"}}}),
        ("a < 2", {"range": {"a": {"lt": "2"}}}),
        ("not a: 1", {"bool": {"must_not": [A]}}),
        ("a: 1 and b: 2", {"bool": {"filter": [A, B]}}),
        ("a: 1 or b: 2", either(A, B)),
        ("a: 1 or a: 1 and b: 2", either(A, {"bool": {"filter": [A, B]}})),
        ("(a: 1 or b: 2) and a: 1", {"bool": {"filter": [either(A, B), A]}}),
        ("not (a: 1 or b: 2)", {"bool": {"must_not": [either(A, B)]}}),
        ("a: (1 or 3)", either(A, {"match": {"a": "3"}})),
        ('a: "and"', {"match_phrase": {"a": "and"}}),
    ],
)
def test_queries(text: str, query: Any) -> None:
    assert parse(text)[0] == query


def test_the_fields_that_a_query_names() -> None:
    assert parse("x.y: 1 and not (b > 2 or c: (1 or 2))")[1] == {"x.y", "b", "c"}


@pytest.mark.parametrize(
    "text",
    ["a", "a:", "a: 1 and", "(a: 1", "a: 1)", "a: (1 or", "a: 1 b: 2", ": 1", 'a: "x', "or a: 1", "a > (1)", "not"],
)
def test_what_cannot_be_parsed(text: str) -> None:
    with pytest.raises(KqlError):
        parse(text)
