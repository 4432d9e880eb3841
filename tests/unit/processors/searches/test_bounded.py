"""What a standing search may ask, and what it may not."""

from typing import Any

import pytest

from processors.searches import QueryError, check, fields_of

ALLOWED: list[dict[str, Any]] = [
    {"match": {"body": "seasonal farm"}},
    {"match": {"body": {"query": "seasonal farm", "operator": "and", "fuzziness": "AUTO"}}},
    {"match_phrase": {"search_text": "no papers needed"}},
    {"term": {"band": "high"}},
    {"terms": {"indicators": ["LB-06", "LB-13"]}},
    {"range": {"score": {"gte": 5}}},
    {"range": {"observed_at": {"gte": "now-1d"}}},
    {"exists": {"field": "actor"}},
    {"prefix": {"actor": "a-12"}},
    {"wildcard": {"contacts.token": {"value": "phone-12*"}}},
    {"bool": {"must": {"term": {"band": "high"}}, "must_not": [{"term": {"source": "demo_feed"}}]}},
    {"bool": {"should": [{"term": {"places": "x"}}, {"term": {"places": "y"}}], "minimum_should_match": 1}},
]

# query                                                              why not
REFUSED: list[tuple[Any, str]] = [
    ({"script": {"script": "1"}}, "script: not allowed"),
    ({"script_score": {"query": {"match_all": {}}}}, "not allowed"),
    ({"query_string": {"query": "*:*"}}, "not allowed"),
    ({"simple_query_string": {"query": "a"}}, "not allowed"),
    ({"regexp": {"body": ".*"}}, "not allowed"),
    ({"fuzzy": {"body": "a"}}, "not allowed"),
    ({"match_all": {}}, "not allowed"),
    ({"percolate": {}}, "not allowed"),
    ({"wildcard": {"body": "*work"}}, "letters must come before a wildcard"),
    ({"wildcard": {"body": "?ork"}}, "letters must come before a wildcard"),
    ({"wildcard": {"body": {"value": "wo*"}}}, "letters must come before a wildcard"),
    ({"prefix": {"body": "wo"}}, "letters must come before a wildcard"),
    ({"terms": {"actor": {"index": "other", "id": "1", "path": "x"}}}, "a list of values"),
    ({"terms": {"actor": ["x"] * 501}}, "at most 500"),
    ({"terms": {"actor": [{"a": 1}]}}, "plain values"),
    ({"match": {"body": {"query": "x", "analyzer": "evil"}}}, "unknown analyzer"),
    ({"match": {"body": ["x"]}}, "plain values"),
    ({"match": {"body": "x" * 501}}, "more than 500 letters"),
    ({"match": {"a": "x", "b": "y"}}, "one field"),
    ({"term": {"a": 1}, "match": {"b": 2}}, "one kind of query"),
    ({"bool": {"filter": [], "boost": 2}}, "expected must"),
    ({"bool": {"must": [{"bool": {"filter": {"script": {}}}}]}}, "query.bool.must.bool.filter.script: not allowed"),
    ({"bool": {"should": [{"term": {"a": 1}}] * 100}}, "101 parts"),
    ({"exists": {"field": 1}}, "expected {'field': name}"),
    ([], "one kind of query"),
    ("match", "one kind of query"),
    ({"match": {"body": "é" * 400}, "x": "y" * 30_000}, "longer than"),
]


@pytest.mark.parametrize("query", ALLOWED, ids=str)
def test_what_is_allowed(query: dict[str, Any]) -> None:
    check(query)


@pytest.mark.parametrize(("query", "why"), REFUSED, ids=lambda each: str(each)[:60])
def test_what_is_refused_and_why(query: Any, why: str) -> None:
    with pytest.raises(QueryError) as caught:
        check(query)
    assert why in str(caught.value)


def test_depth_is_bounded() -> None:
    deep: dict[str, Any] = {"term": {"a": 1}}
    for _ in range(8):
        deep = {"bool": {"must": deep}}
    with pytest.raises(QueryError, match="deeper than 8"):
        check(deep)


def test_the_fields_of_a_query() -> None:
    found = [sorted(fields_of(query)) for query in ALLOWED]
    assert found[0] == ["body"]
    assert found[7] == ["actor"]
    assert found[-2:] == [["band", "source"], ["places"]]
    assert fields_of({"bool": {}}) == frozenset()
