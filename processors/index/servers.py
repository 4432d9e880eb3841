"""The two kinds of search server. Which one answers is seen before anything is written to it.

The requests are the same for both and are made by the Elasticsearch client. What differs is who carries them: that
client's own connection, or the connection of opensearch-py, since OpenSearch refuses the media types of Elasticsearch
and the client of Elasticsearch refuses the answers of OpenSearch, after they were carried out.
"""

from typing import Any

import msgspec
from elastic_transport import (
    ApiResponseMeta,
    BaseNode,
    ConnectionError,  # noqa: A004  its name there
    ConnectionTimeout,
    HttpHeaders,
    NodeConfig,
    Urllib3HttpNode,
)
from elastic_transport._node import NodeApiResponse  # what a node answers; it has no public name
from elastic_transport.client_utils import DEFAULT, DefaultType
from opensearchpy import OpenSearch
from opensearchpy import exceptions as theirs

from processors.errors import StageStoppedError

PRODUCT = "x-elastic-product"
_TYPES = ("accept", "content-type")
TITLES = {"elasticsearch": "Elasticsearch", "opensearch": "OpenSearch"}


class _Version(msgspec.Struct):
    distribution: str = ""


class _Said(msgspec.Struct):
    """Of what a server says about itself, the part that tells OpenSearch."""

    version: _Version


class WrongServerError(StageStoppedError):
    """Raised when another kind of server answers than the settings name; nothing was written to it."""


def kind_of(answer: NodeApiResponse) -> str | None:
    """What answered `GET /`: "elasticsearch", "opensearch", "other", or None where the answer does not tell."""
    if PRODUCT in answer.meta.headers:
        return "elasticsearch"
    if not 200 <= answer.meta.status < 300:
        return None  # a proxy, or one that wants a password first: it will refuse what comes next as well
    try:
        said = msgspec.json.decode(answer.body, type=_Said)
    except msgspec.DecodeError:
        return "other"
    return "opensearch" if said.version.distribution == "opensearch" else "other"


class _Meeting(BaseNode):
    """Asks who is there before the first request, and again after every failure to reach it."""

    expects: str
    _met = False

    def perform_request(
        self,
        method: str,
        target: str,
        body: bytes | None = None,
        headers: HttpHeaders | None = None,
        request_timeout: DefaultType | float | None = DEFAULT,
    ) -> NodeApiResponse:
        """As the base class; raises WrongServerError, with nothing sent, when it is the wrong kind of server."""
        try:
            if not self._met:
                self._meet(headers, request_timeout)
            return self._carry(method, target, body, headers, request_timeout)
        except (ConnectionError, ConnectionTimeout):
            self._met = False  # whoever comes back may be another server
            raise

    def _meet(self, headers: HttpHeaders | None, request_timeout: DefaultType | float | None) -> None:
        login = {name: value for name, value in (headers or {}).items() if name.lower() == "authorization"}
        found = kind_of(self._carry("GET", "/", None, HttpHeaders(login), request_timeout))
        if found is not None and found != self.expects:
            raise WrongServerError(
                f"search: {TITLES.get(found, 'something else')} answers where {TITLES[self.expects]} is expected",
                f"set search.kind to {found}, or correct search.url" if found in TITLES else "check search.url",
            )
        self._met = found is not None

    def _carry(self, method: str, target: str, body: Any, headers: Any, request_timeout: Any) -> NodeApiResponse:
        raise NotImplementedError


class ElasticsearchNode(_Meeting, Urllib3HttpNode):
    """Carries requests to Elasticsearch."""

    expects = "elasticsearch"

    def _carry(self, method: str, target: str, body: Any, headers: Any, request_timeout: Any) -> NodeApiResponse:
        return Urllib3HttpNode.perform_request(self, method, target, body, headers, request_timeout)


class OpenSearchNode(_Meeting):
    """Carries the same requests to OpenSearch."""

    expects = "opensearch"

    def __init__(self, config: NodeConfig) -> None:
        super().__init__(config)
        host = {"host": config.host, "port": config.port, "url_prefix": config.path_prefix}
        self._theirs = OpenSearch(
            [host], use_ssl=config.scheme == "https", max_retries=0, pool_maxsize=config.connections_per_node
        )
        self._connection = self._theirs.transport.get_connection()

    def _carry(self, method: str, target: str, body: Any, headers: Any, request_timeout: Any) -> NodeApiResponse:
        timeout = None if request_timeout is DEFAULT else request_timeout
        sent = {name: _plain(value) if name in _TYPES else value for name, value in (headers or {}).items()}
        try:
            status, received, text = self._connection.perform_request(
                method, target, body=body, timeout=timeout, ignore=range(300, 600), headers=sent
            )
        except theirs.ConnectionTimeout as error:
            raise ConnectionTimeout("no answer in time", errors=(error,)) from error
        except theirs.ConnectionError as error:
            raise ConnectionError("not reached", errors=(error,)) from error
        headers = HttpHeaders(received)
        if self._met:
            headers = HttpHeaders({**headers, PRODUCT: "Elasticsearch"})  # its client looks for it; we know better
        meta = ApiResponseMeta(status=status, http_version="1.1", headers=headers, duration=0.0, node=self.config)
        return NodeApiResponse(meta, text.encode("utf-8", "surrogatepass"))

    def close(self) -> None:
        """Close its connections."""
        self._theirs.close()


def _plain(media_type: str) -> str:
    """application/vnd.elasticsearch+json; compatible-with=8 -> application/json"""
    return media_type.partition(";")[0].replace("vnd.elasticsearch+", "")


NODES: dict[str, type[BaseNode]] = {"elasticsearch": ElasticsearchNode, "opensearch": OpenSearchNode}
