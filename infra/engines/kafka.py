"""Apache Kafka as one process: broker and controller in one, KRaft, on loopback."""

import subprocess
import time
from pathlib import Path
from typing import NamedTuple

from infra.engines.files import write
from infra.engines.java import QUICK, Java
from infra.engines.places import Places
from infra.engines.ports import answers, pick
from infra.engines.processes import spawn, tail
from infra.errors import EngineError

PATIENCE_S = 90.0  # it takes 2 to 9 s on a free machine
CLUSTER = "AAAAAAAAAAAAAAAAAAAAAA"  # any 22 letters; one node has nobody to be mistaken for
MACHINE = ("-Xms64m", "-Xmx256m", "-XX:+UseSerialGC", QUICK)
FLAGS = ("-Djava.awt.headless=true", "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn")

PROPERTIES = """\
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:{controller}
listeners=PLAINTEXT://127.0.0.1:{port},CONTROLLER://127.0.0.1:{controller}
advertised.listeners=PLAINTEXT://127.0.0.1:{port}
controller.listener.names=CONTROLLER
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
inter.broker.listener.name=PLAINTEXT
log.dirs={data}
default.replication.factor=1
min.insync.replicas=1
auto.create.topics.enable=false
offsets.topic.replication.factor=1
offsets.topic.num.partitions=4
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
transaction.state.log.num.partitions=4
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
group.initial.rebalance.delay.ms=0
# after a crash the old registration must expire first: 5 s instead of 14 s
broker.session.timeout.ms=1500
broker.heartbeat.interval.ms=300
# a small footprint: the cleaner's buffer alone would take 128 MB
log.cleaner.dedupe.buffer.size=4194304
log.cleaner.threads=1
num.network.threads=2
num.io.threads=2
num.recovery.threads.per.data.dir=2
background.threads=2
"""


# The last of two lines for one key counts.
SECOND_DOOR = """\
listeners=PLAINTEXT://127.0.0.1:{port},BEHIND://{host}:{door},CONTROLLER://127.0.0.1:{controller}
advertised.listeners=PLAINTEXT://127.0.0.1:{port},BEHIND://{host}:{told}
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,BEHIND:PLAINTEXT,CONTROLLER:PLAINTEXT
"""


class Door(NamedTuple):
    """A second port of the broker, for clients that come another way and must be told to come that way again."""

    port: int
    told: int  # the proxy's port; without a proxy, the same
    host: str = "127.0.0.1"  # or an address of a network that exists inside of this machine only


def properties(places: Places) -> Path:
    """The configuration file."""
    return places.kafka / "server.properties"


def mark(places: Places) -> str:
    """The argument that tells whose broker a process is."""
    return f"-Dadwatch.kafka={places.digest}"


def log(places: Places) -> Path:
    """Everything the broker prints."""
    return places.kafka / "kafka.log"


def data(places: Places) -> Path:
    """The records."""
    return places.kafka / "data"


def start(java: Java, programs: Path, places: Places, port: int, behind: Door | None = None) -> int:
    """Start the broker on `port` and return its process id when it takes requests. Raises EngineError."""
    places.kafka.mkdir(mode=0o700, exist_ok=True)
    controller = pick({port, *(behind or ())})
    text = PROPERTIES.format(port=port, controller=controller, data=data(places))
    if behind:
        text += SECOND_DOOR.format(
            port=port, controller=controller, door=behind.port, told=behind.told, host=behind.host
        )
    write(properties(places), text)
    base = [str(java.program), *MACHINE, *FLAGS, "-cp", f"{programs}/*"]
    _format(base, places)
    process = spawn([*base, mark(places), "kafka.Kafka", str(properties(places))], log(places), {})
    _wait(process, port, places)
    return process.pid


def _format(base: list[str], places: Places) -> None:
    """Lay out the data folder, if that was not done to its end before."""
    if (data(places) / "meta.properties").exists():  # written last
        return
    tool = ["kafka.tools.StorageTool", "format", "--ignore-formatted", "--cluster-id", CLUSTER]
    command = [*base, *tool, "--config", str(properties(places))]
    with log(places).open("ab") as output:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, env={}, check=False)
    if done.returncode:
        raise EngineError(f"Kafka cannot lay out its data folder; its log says:\n{tail(log(places))}")


def _wait(process: subprocess.Popen[bytes], port: int, places: Places) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not answers(port):
        if process.poll() is not None:
            raise EngineError(f"Kafka ended while starting; {log(places)} says:\n{tail(log(places))}")
        if time.monotonic() > deadline:
            process.terminate()
            raise EngineError(f"Kafka was not ready after {PATIENCE_S:.0f} s; {log(places)} says:\n{tail(log(places))}")
        time.sleep(0.1)
