"""What the audit log says of a standing search."""

import json

from adwatch.commands.searches import _facts


def test_the_log_tells_queries_apart_without_their_words() -> None:
    one = _facts({"bool": {"must": [{"match": {"body": "07700 900123"}}, {"term": {"band": "high"}}]}})
    other = _facts({"match": {"body": "07700 900124"}})
    assert one["fields"] == "band body"
    assert one["query_sha256"] != other["query_sha256"]
    assert "07700" not in json.dumps([one, other])
    assert _facts({"match": {"+44 7700 900123": "x"}})["fields"] == "?"
