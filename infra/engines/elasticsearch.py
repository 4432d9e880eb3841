"""Elasticsearch as one process on loopback: Elastic's own bare distribution, started by its own script."""

import json
import os
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

from infra.engines import account
from infra.engines.files import make_open, write
from infra.engines.java import QUICK, Java
from infra.engines.places import Places, reachable
from infra.engines.ports import pick
from infra.engines.processes import spawn, tail
from infra.errors import EngineError

PATIENCE_S = 240.0  # it takes 8 s on a free machine; with the thorough compiler, on a full one, over two minutes

# Security is off because it listens on loopback only and holds masked documents only.
SETTINGS = """\
cluster.name: adwatch
node.name: adwatch
network.host: 127.0.0.1
http.port: {port}
transport.port: {transport}
discovery.type: single-node
path.data: {data}
path.logs: {logs}
xpack.security.enabled: false
cluster.routing.allocation.disk.threshold_enabled: false
action.destructive_requires_name: false
action.auto_create_index: false
"""

# Writing a document looks at memory here and there: in pages of 2 MB the processor finds its way with fewer look-ups, a
# tenth of all the server's work. Java has this on Linux alone, and goes on without where the kernel does not give them.
PAGES = "-XX:+UseTransparentHugePages"
# No heap dump and no log of collections: a dump would hold the text of ads. The serial collector, because two cores are
# shared with everything else and the heap is small.
JVM = """\
-Xms512m
-Xmx512m
-XX:-AlwaysPreTouch
-XX:+UseSerialGC
{pages}
{compiler}
-Djava.io.tmpdir=${{ES_TMPDIR}}
20-:--add-modules=jdk.incubator.vector
-Dorg.apache.lucene.store.MMapDirectory.sharedArenaMaxPermits=1
-XX:+ExitOnOutOfMemoryError
-XX:-HeapDumpOnOutOfMemoryError
{mark}
"""


def config(places: Places) -> Path:
    """The configuration folder."""
    return places.search / "config"


def mark(places: Places) -> str:
    """The argument that tells whose server a process is; the launcher that starts it has it too."""
    return f"-Dadwatch.search={places.digest}"


def log(places: Places) -> Path:
    """What the server logs once it runs."""
    return places.search / "logs" / "adwatch.log"


def data(places: Places) -> Path:
    """The indices."""
    return places.search / "data"


def start(java: Java, programs: Path, places: Places, port: int) -> int:
    """Start the server on `port` and return its process id when it takes requests. Raises EngineError."""
    who = account.unprivileged()
    program = next(programs.glob("elasticsearch-*")) / "bin" / "elasticsearch"
    if who and not reachable(program.parent):
        raise EngineError(f"{program.parent} cannot be read by other accounts; set ADWATCH_CACHE to an open folder")
    _lay_out(places, program, port, java.compiler)
    if who:
        who.own(places.search)
    pid_file = places.search / "pid"
    pid_file.unlink(missing_ok=True)
    launcher = spawn(
        [str(program), "-d", "-p", str(pid_file)],
        _start_log(places),
        _environment(java, places),
        cwd=places.search,
        **(who.options() if who else {}),
    )
    _wait(launcher, places)
    _wait_until_searchable(port, places)
    return int(pid_file.read_text(encoding="ascii"))


def _start_log(places: Places) -> Path:
    """What is printed before the server's own log begins."""
    return places.search / "start.log"


def _lay_out(places: Places, program: Path, port: int, compiler: str) -> None:
    """Write the configuration for this start."""
    make_open(places.search.parent)
    places.search.mkdir(mode=0o700, exist_ok=True)
    for folder in ("config", "config/jvm.options.d", "data", "logs", "tmp"):
        (places.search / folder).mkdir(exist_ok=True)
    paths = {"data": json.dumps(str(data(places))), "logs": json.dumps(str(log(places).parent))}
    write(config(places) / "elasticsearch.yml", SETTINGS.format(port=port, transport=pick({port}), **paths))
    pages = PAGES if sys.platform == "linux" else ""
    write(config(places) / "jvm.options", JVM.format(pages=pages, compiler=compiler, mark=mark(places)))
    as_shipped = program.parents[1] / "config" / "log4j2.properties"
    write(config(places) / "log4j2.properties", as_shipped.read_text(encoding="utf-8"))


def _environment(java: Java, places: Places) -> dict[str, str]:
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "ES_JAVA_HOME": str(java.home),
        "ES_PATH_CONF": str(config(places)),
        "ES_TMPDIR": str(places.search / "tmp"),
        "CLI_JAVA_OPTS": f"{QUICK} {mark(places)}",  # of the launcher
    }


def _wait(launcher: subprocess.Popen[bytes], places: Places) -> None:
    """The launcher ends when the server is ready, with 0, or has failed."""
    try:
        code = launcher.wait(PATIENCE_S)
    except subprocess.TimeoutExpired as error:
        raise EngineError(f"Elasticsearch was not ready after {PATIENCE_S:.0f} s; see {log(places)}") from error
    if code:
        raise EngineError(f"Elasticsearch did not start; it says:\n{tail(_start_log(places))}\nmore in {log(places)}")


def _wait_until_searchable(port: int, places: Places) -> None:
    """Right after a crash the indices have to be read back first."""
    answer = health(port, wait_s=60)
    if answer is None or answer["timed_out"]:
        raise EngineError(f"Elasticsearch runs but cannot open its indices; see {log(places)}")


def health(port: int, wait_s: int = 0) -> dict[str, Any] | None:
    """What `_cluster/health` says, waiting up to `wait_s` for every primary shard; None when nobody answers."""
    url = f"http://127.0.0.1:{port}/_cluster/health?wait_for_status=yellow&timeout={wait_s}s"
    try:
        with urllib.request.urlopen(url, timeout=wait_s + 5) as response:
            answer: dict[str, Any] = json.load(response)
    except urllib.error.HTTPError as error:
        answer = json.load(error)  # 408: not all shards yet; the body says which
    except (OSError, ValueError):
        return None
    return answer
