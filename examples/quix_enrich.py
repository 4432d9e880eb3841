"""The stage `enrich` on Quix Streams instead of `adwatch run enrich`; Ctrl-C ends it.

    make quix && .venv-quix/bin/python -m examples.quix_enrich

The same function, codec, keys and partitioner; the same consumer group too, so that each goes on where the other ended.
Outputs are acknowledged before offsets are committed. What only our own loop does: it waits for a broker that is away,
and makes a dead letter of a record that fails in a way nobody foresaw. Such a record ends this program, uncommitted.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime

from quixstreams import Application, message_context
from quixstreams.models import SerializationContext, Serializer

from adwatch.settings import load
from processors.pipeline import STAGES
from processors.plumbing.batch import Outgoing, Received, emitted, outcomes
from processors.plumbing.clients.confluent_options import producer_options
from processors.plumbing.dead_letters import letter, posted
from processors.settings import ProcessorSettings
from processors.stage import Outcome, Reject, Retry
from schemas.topics import DEAD


class _Payload(Serializer):  # type: ignore[misc]  # not installed where types are checked
    def __call__(self, value: Outgoing, ctx: SerializationContext) -> bytes:
        return value.value


def application(settings: ProcessorSettings) -> Application:
    """Ready to `run()`. The topics must be there: `adwatch topics apply`."""
    stage, kafka = STAGES["enrich"], settings.kafka
    reads, *writes = (kafka.topic(topic.name) for topic in (stage.reads, *stage.writes, DEAD))
    process: Callable[..., Sequence[Outcome]] = stage.build(settings)

    def outputs(value: bytes | None, key: bytes | None, timestamp_ms: int, _: object) -> Iterator[Outgoing]:
        at = message_context()
        record = Received(at.topic, at.partition, at.offset, timestamp_ms, key, value)
        (answer,) = outcomes([record], {reads: stage.reads.record}, process)
        if isinstance(answer, Retry):
            raise RuntimeError(f"cannot go on now: {answer.reason}")
        if isinstance(answer, Reject):
            yield posted(letter(record, stage.name, answer, datetime.now(UTC)), record, kafka.topic(DEAD.name))
        yield from emitted([answer], kafka.topic)

    options = producer_options(kafka)  # the partitioner is among them
    app = Application(
        kafka.bootstrap, consumer_group=kafka.group(stage.name), auto_offset_reset="earliest", auto_create_topics=False,
        producer_extra_config=options, loglevel="WARNING",
    )  # fmt: skip
    topics = {name: app.topic(name, value_serializer=_Payload()) for name in writes}
    messages = app.dataframe(app.topic(reads, value_deserializer="bytes")).apply(outputs, expand=True, metadata=True)
    messages = messages.set_timestamp(lambda *_: time.time_ns() // 1_000_000)
    messages.to_topic(lambda message, *_: topics[message.topic], key=lambda message: message.key)
    return app


if __name__ == "__main__":
    application(load()).run()
