"""Parses all DAG files in a process of its own, without the network, and prints what came of it as JSON."""

import json
import os
import socket
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from airflow.dag_processing.dagbag import DagBag

from tests.growth import TIMES, is_linear

DAGS = Path(__file__).parents[2] / "dags"
HEAVY = {"scrapy", "twisted", "kafka", "elasticsearch", "spacy", "lmdb", "processors", "adwatch"}


def refuse(*_: object) -> None:
    raise AssertionError("parsing a DAG file must not open a connection")


def parsed(sources: list[Path]) -> DagBag:
    """All DAGs, when these packs are the sources."""
    with TemporaryDirectory() as folder:
        for pack in sources:
            (Path(folder) / pack.name).symlink_to(pack)
        os.environ["ADWATCH_CRAWL__SOURCES"] = folder
        return DagBag(str(DAGS))


def main(folder: Path) -> None:
    socket.socket.connect = refuse  # type: ignore[method-assign]
    before = set(sys.modules)  # Airflow's own
    sources, bags = sorted(folder.iterdir()), list[DagBag]()
    linear = is_linear(lambda count: bags.append(parsed(sources[:count])), len(sources) // TIMES)
    largest = max(bags, key=lambda bag: len(bag.dags))
    found = {
        "errors": largest.import_errors,
        "dags": sorted(largest.dags),
        "heavy": sorted(HEAVY & {name.partition(".")[0] for name in sys.modules.keys() - before}),
        "is_linear": linear,
    }
    print(json.dumps(found))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
