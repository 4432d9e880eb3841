"""OpenSearch as one process on loopback: its own jars, started by a small launcher of ours."""

import subprocess
import time
from pathlib import Path

from infra.engines import account
from infra.engines.elasticsearch import mark
from infra.engines.files import make_open
from infra.engines.java import Java, find
from infra.engines.places import Places, reachable
from infra.engines.processes import spawn, tail
from infra.errors import EngineError

PATIENCE_S = 240.0  # it takes 12 s on a free machine
LAUNCHER = Path(__file__).parent / "launcher" / "OpenSearch.java"
# Security is not in this build: it listens on loopback only and holds masked documents only.
MACHINE = (
    "-Xms512m", "-Xmx512m", "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError", "-XX:-HeapDumpOnOutOfMemoryError",
    "--enable-native-access=ALL-UNNAMED", "--add-modules=jdk.incubator.vector",
)  # fmt: skip


def java() -> Java:
    """The Java it runs on; the launcher is compiled at every start, so a runtime alone does not do."""
    found = find(21, "a JDK, for instance openjdk-21-jdk-headless")
    if not (found.home / "bin" / "javac").exists():
        raise EngineError(f"OpenSearch needs a whole JDK; {found.home} is a runtime without a compiler")
    return found


def folder(places: Places) -> Path:
    """Everything of it."""
    return places.search / "opensearch"


def log(places: Places) -> Path:
    """Everything the server prints."""
    return folder(places) / "opensearch.log"


def data(places: Places) -> Path:
    """The indices."""
    return folder(places) / "node_1" / "data"


def start(java: Java, programs: Path, places: Places, port: int) -> int:
    """Start the server on `port` and return its process id when it takes requests. Raises EngineError."""
    who = account.unprivileged()
    if who and not (reachable(programs) and reachable(LAUNCHER.parent)):
        who = None  # its jars or the launcher lie where only we can read; this one does run as root
    make_open(places.search.parent)
    for each in (places.search, folder(places), folder(places) / "tmp"):
        each.mkdir(mode=0o700, exist_ok=True)
    ready = folder(places) / "ready"
    ready.unlink(missing_ok=True)
    if who:
        who.own(places.search)
    process = spawn(
        [
            str(java.program), *MACHINE, java.compiler, mark(places), f"-Djava.io.tmpdir={folder(places) / 'tmp'}",
            "-cp", f"{programs}/*", str(LAUNCHER), str(folder(places)), str(port), str(ready),
        ],
        log(places), {}, cwd=folder(places), **(who.options() if who else {}),
    )  # fmt: skip
    _wait(process, ready, places)
    return process.pid


def _wait(process: subprocess.Popen[bytes], ready: Path, places: Places) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not ready.exists():
        if process.poll() is not None:
            raise EngineError(f"OpenSearch ended while starting; {log(places)} says:\n{tail(log(places))}")
        if time.monotonic() > deadline:
            process.terminate()
            raise EngineError(f"OpenSearch was not ready after {PATIENCE_S:.0f} s; see {log(places)}")
        time.sleep(0.1)
