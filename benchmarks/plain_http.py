"""A search server spoken to by HTTP and JSON alone: OpenSearch, to which the client of Elasticsearch does not talk."""

from collections.abc import Sequence
from typing import Any

import msgspec
import requests

from processors.index.capabilities import Capabilities
from processors.index.convert import to_document
from processors.index.document import AdDocument
from processors.index.mapping import mapping
from processors.index.percolator import Ask
from processors.index.standing import packed
from schemas.ad import ScoredAd
from schemas.codec import encode

TIMEOUT_S = 60.0


class GoneError(Exception):
    """Raised for an index that is not there."""


def asking(url: str) -> Ask:
    """How to ask the server at an address. Raises requests.HTTPError for what it refuses."""
    session = requests.Session()

    def ask(method: str, path: str, body: Any) -> dict[str, Any]:
        kind = "application/x-ndjson" if isinstance(body, list) else "application/json"
        headers = {"content-type": kind}
        answer = session.request(method, url + path, data=packed(body), headers=headers, timeout=TIMEOUT_S)
        if answer.status_code == 404:
            raise GoneError(path)
        answer.raise_for_status()
        return dict(answer.json()) if answer.content else {}

    return ask


def make(ask: Ask, index: str) -> None:
    """An index for ads with the fields that ours has."""
    ask("PUT", f"/{index}", {"mappings": mapping(AdDocument, Capabilities(version="other", flat="flat_object"))})


def write(ask: Ask, index: str, ads: Sequence[ScoredAd]) -> None:
    """Put ads into it and have them found."""
    lines: list[Any] = []
    for ad in ads:
        lines += [{"index": {"_id": ad.ad_id}}, msgspec.Raw(encode(to_document(ad)))]
    for start in range(0, len(lines), 1_000):
        answer = ask("POST", f"/{index}/_bulk", lines[start : start + 1_000])
        if answer["errors"]:
            raise ValueError("the server refuses a document")
    ask("POST", f"/{index}/_refresh", None)
