"""What there is to know of each engine, side by side."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from infra.engines import elasticsearch, kafka
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
    start: Callable[[Java, Path, Places, int], int]


KINDS = {
    "kafka": Kind(
        "Kafka", "kafka", "--kafka-port", "", kafka.mark, kafka.log, kafka.data, kafka.start,
    ),
    "search": Kind(
        "Elasticsearch", "elasticsearch", "--search-port", "http://",
        elasticsearch.mark, elasticsearch.log, elasticsearch.data, elasticsearch.start,
    ),
}  # fmt: skip
