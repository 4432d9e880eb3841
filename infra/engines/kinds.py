"""What there is to know of each engine, side by side."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from infra.engines import elasticsearch, java, kafka, opensearch
from infra.engines.java import Java
from infra.engines.places import Places


class Kind(NamedTuple):
    """What differs between the engines."""

    title: str
    program: str  # name of its list of files
    option: str  # that sets its port
    scheme: str
    mark: Callable[[Places], str]
    log: Callable[[Places], Path]
    data: Callable[[Places], Path]
    java: Callable[[], Java]
    start: Callable[[Java, Path, Places, int], int]


KAFKA = Kind(
    "Kafka", "kafka", "--kafka-port", "", kafka.mark, kafka.log, kafka.data, java.find, kafka.start,
)  # fmt: skip
# One of these is the search engine of an installation. They have one mark: it says whose it is, not which.
SEARCH = {
    "elasticsearch": Kind(
        "Elasticsearch", "elasticsearch", "--search-port", "http://",
        elasticsearch.mark, elasticsearch.log, elasticsearch.data, java.find, elasticsearch.start,
    ),
    "opensearch": Kind(
        "OpenSearch", "opensearch", "--search-port", "http://",
        elasticsearch.mark, opensearch.log, opensearch.data, opensearch.java, opensearch.start,
    ),
}  # fmt: skip
DEFAULT = "elasticsearch"


def kinds(search: str = DEFAULT) -> dict[str, Kind]:
    """The engines of an installation whose search engine is of this kind."""
    return {"kafka": KAFKA, "search": SEARCH[search]}
