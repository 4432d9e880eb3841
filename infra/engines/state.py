"""engines.json: where the engines of this installation are, for every command to read."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from infra.engines.files import write


@dataclass(frozen=True, slots=True)
class Engine:
    """One engine. `address` stays when it is down, so that it comes back where its clients look for it."""

    address: str  # "127.0.0.1:PORT" of Kafka, "http://127.0.0.1:PORT" of Elasticsearch
    pid: int | None
    log: str
    data: str
    kind: str = ""  # which search engine it is; of Kafka there is one kind

    @property
    def port(self) -> int:
        """The port clients use."""
        return int(self.address.rpartition(":")[2])


State = dict[str, Engine]  # by name: "kafka", "search"


def read(path: Path) -> State:
    """What the file says; nothing when there is none or it is not ours."""
    try:
        return {name: Engine(**entry) for name, entry in json.loads(path.read_text(encoding="utf-8")).items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def save(path: Path, state: State) -> None:
    """Replace the file in one step."""
    write(path, json.dumps({name: asdict(engine) for name, engine in state.items()}, indent=2) + "\n")
