"""Which server answers: told from what it says to the first request."""

import json

import pytest
from elastic_transport import ApiResponseMeta, HttpHeaders, NodeConfig
from elastic_transport._node import NodeApiResponse

from processors.index.servers import kind_of

ELASTIC = {"X-Elastic-Product": "Elasticsearch"}
OPENSEARCH = json.dumps({"version": {"distribution": "opensearch", "number": "3.8.0"}})

CASES: dict[str, tuple[int, dict[str, str], str, str | None]] = {
    "Elasticsearch": (200, ELASTIC, '{"version": {"number": "8.19.21"}}', "elasticsearch"),
    "the bare Elasticsearch, which refuses this request": (405, ELASTIC, "{}", "elasticsearch"),
    "OpenSearch": (200, {}, OPENSEARCH, "opensearch"),
    "an old Elasticsearch": (200, {}, '{"version": {"number": "7.10.2"}}', "other"),
    "a web page": (200, {}, "<html>", "other"),
    "other JSON": (200, {}, "[1]", "other"),
    "nothing": (200, {}, "", "other"),
    "a proxy that is busy": (502, {}, "<html>", None),
    "one that wants a password first": (401, {}, "{}", None),
}


@pytest.mark.parametrize("case", CASES)
def test_the_kind_of_server_is_told(case: str) -> None:
    status, headers, body, expected = CASES[case]
    meta = ApiResponseMeta(
        status=status, http_version="1.1", headers=HttpHeaders(headers), duration=0.0, node=NodeConfig("http", "x", 1)
    )
    assert kind_of(NodeApiResponse(meta, body.encode())) == expected
