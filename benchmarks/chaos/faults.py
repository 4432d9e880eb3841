"""What goes wrong, one fault a function. Each ends with everything able to work again, if not yet at work."""

import random
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

import structlog
from kafka import KafkaAdminClient, OffsetAndMetadata, TopicPartition

from adwatch.progress import wait_for
from benchmarks.chaos.disk import Disk
from benchmarks.chaos.engines import Engine
from benchmarks.chaos.members import SHARED, Members
from benchmarks.chaos.proxy import Line, Proxy
from processors.pipeline import STAGES
from processors.settings import KafkaSettings

FULL_S = 20.0  # how long the disk is full at most
BEYOND = 1_000_000  # where no partition of such a run ends
COME_BACK_S = 20.0  # until a stage that was just killed is there again

log = structlog.get_logger()


@dataclass
class Scene:
    """Everything that can be broken, and how often it was."""

    members: Members
    broker: Engine
    search: Engine
    proxies: Sequence[Proxy]  # to the broker, the search engine and the receiver of notifications
    disk: Disk | None
    kafka: KafkaSettings  # without a proxy
    chance: random.Random
    done: Counter[str] = field(default_factory=Counter)


def broker_killed(scene: Scene) -> None:
    scene.broker.kill()
    time.sleep(scene.chance.random() * 3)
    scene.broker.start()


def search_killed(scene: Scene) -> None:
    scene.search.kill()
    time.sleep(scene.chance.random() * 3)
    scene.search.start()


def member_frozen(scene: Scene) -> None:
    """Longer than its session, with somebody there to take over; then it wakes and thinks it still owns everything."""
    stage = scene.chance.choice(SHARED)
    scene.members.join(stage)
    wait_for(lambda: scene.members.pid_of(stage) > 0, COME_BACK_S)
    if scene.members.signal(stage, signal.SIGSTOP):
        time.sleep(scene.kafka.session_timeout_ms / 1000 + 2)
        scene.members.signal(stage, signal.SIGCONT)


def disk_full(scene: Scene) -> None:
    """Until the outbox cannot write any more, which ends all stages; they are started again until there is room."""
    if scene.disk is None:
        return
    ended, deadline = scene.members.ended.total(), time.monotonic() + FULL_S
    with scene.disk.full():
        while scene.members.ended.total() == ended and time.monotonic() < deadline:
            time.sleep(0.2)


def offsets_jump(scene: Scene) -> None:
    """Back, or beyond the end, while nobody is there. Stages with state must not care, the others do it all again.

    Never forward to a record that is there: that would be somebody's wish to skip what lies before it.
    """
    scene.members.stop()
    admin = KafkaAdminClient(bootstrap_servers=scene.kafka.bootstrap)
    try:
        for stage in STAGES.values():
            _jump(admin, scene, scene.kafka.group(stage.name), scene.kafka.topic(stage.reads.name))
    finally:
        admin.close()
        scene.members.start()


def _jump(admin: KafkaAdminClient, scene: Scene, group: str, topic: str) -> None:
    partition = TopicPartition(topic, scene.chance.randrange(scene.kafka.partitions))
    done = admin.list_group_offsets({group: [partition]})[group][partition].offset
    if done > 0:
        wanted = scene.chance.choice((done // 2, max(0, done - 50), BEYOND))
        admin.alter_group_offsets(group, {partition: OffsetAndMetadata(wanted)})


def stage_killed(scene: Scene) -> None:
    stage = scene.chance.choice(list(STAGES))
    wait_for(lambda: scene.members.signal(stage, signal.SIGKILL), COME_BACK_S)


def member_joins(scene: Scene) -> None:
    scene.members.join(scene.chance.choice(SHARED))


def member_leaves(scene: Scene) -> None:
    scene.members.leave(killed=False)


def member_killed(scene: Scene) -> None:
    scene.members.leave(killed=True)


def _line(line: Line, seconds: float) -> Callable[[Scene], None]:
    def fault(scene: Scene) -> None:
        with scene.chance.choice(scene.proxies).being(line):
            time.sleep(seconds)

    return fault


SLOW: dict[str, Callable[[Scene], None]] = {
    "broker killed": broker_killed,
    "search killed": search_killed,
    "member frozen": member_frozen,
    "disk full": disk_full,
    "offsets jump": offsets_jump,
}
QUICK: dict[str, Callable[[Scene], None]] = {
    "stage killed": stage_killed,
    "member joins": member_joins,
    "member leaves": member_leaves,
    "member killed": member_killed,
    "connections cut": _line(Line.CUT, 1.0),
    "connections slow": _line(Line.SLOW, 4.0),
    "connections silent": _line(Line.SILENT, 5.0),
    "connections half closed": _line(Line.HALF_CLOSED, 1.0),
}


def play(scene: Scene, until: float) -> None:
    """Slow faults one after another, and quick ones at the same time, in an order by chance; each kind as often.

    The first round of each is played to its end even when time is up. Raises what a fault raised.
    """
    raised: list[BaseException] = []

    def lane(faults: dict[str, Callable[[Scene], None]], chance: random.Random, pause_s: float) -> None:
        try:
            for name in _rounds(faults, chance, until):
                log.info("fault", name=name)
                faults[name](scene)
                scene.done[name] += 1
                time.sleep(chance.random() * pause_s)
        except BaseException as error:
            raised.append(error)

    lanes = [
        threading.Thread(target=lane, args=(faults, random.Random(scene.chance.random()), pause_s), daemon=True)
        for faults, pause_s in ((SLOW, 4.0), (QUICK, 2.0))
    ]
    for each in lanes:
        each.start()
    for each in lanes:
        each.join()
    if raised:
        raise raised[0]


def _rounds(faults: dict[str, Callable[[Scene], None]], chance: random.Random, until: float) -> Iterator[str]:
    names, first = list(faults), True
    while first or time.monotonic() < until:
        chance.shuffle(names)
        for name in names:
            if first or time.monotonic() < until:
                yield name
        first = False
