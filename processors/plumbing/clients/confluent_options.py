"""How we speak to Kafka with confluent-kafka."""

from processors.plumbing import clients
from processors.settings import KafkaSettings, ProcessorSettings
from processors.stage import Stage
from schemas.topics import DEAD

# After an outage both are back within a second. Its own log would go to standard error, in a form of its own.
_COMMON: dict[str, object] = {"reconnect.backoff.max.ms": 1000, "log_level": 0}


def consumer_options(stage: Stage, settings: ProcessorSettings) -> dict[str, object]:
    """Offsets are committed by us alone, and a lost place is an error to be handled."""
    kafka = settings.kafka
    return {
        **_COMMON,
        "bootstrap.servers": kafka.bootstrap,
        "client.id": f"adwatch-{stage.name}",
        "group.id": kafka.group(stage.name),
        "enable.auto.commit": False,
        "enable.auto.offset.store": False,
        "auto.offset.reset": "error",
        "enable.partition.eof": True,  # tells where we are in a partition that has nothing for us
        "isolation.level": "read_committed",
        "session.timeout.ms": kafka.session_timeout_ms,
        "heartbeat.interval.ms": kafka.session_timeout_ms // 10,
        "max.poll.interval.ms": max(kafka.max_poll_interval_ms, kafka.session_timeout_ms),
        "topic.metadata.refresh.interval.ms": clients.METADATA_MS,
        "allow.auto.create.topics": False,
        "queued.max.messages.kbytes": 16 * 1024,
    }


def producer_options(kafka: KafkaSettings) -> dict[str, object]:
    """Idempotent, acknowledged by all replicas, batches of a good size."""
    return {
        **_COMMON,
        "bootstrap.servers": kafka.bootstrap,
        "client.id": "adwatch",
        "partitioner": "murmur2_random",  # as all other clients do: its own would put an ad's later records elsewhere
        "acks": "all",
        "enable.idempotence": True,
        "linger.ms": clients.LINGER_MS,
        "batch.size": clients.BATCH_BYTES,
        "compression.type": "lz4",
        "message.max.bytes": DEAD.max_bytes,  # what a topic takes is the broker's to say
        "delivery.timeout.ms": kafka.delivery_timeout_ms,
        "request.timeout.ms": min(30_000, kafka.delivery_timeout_ms - clients.LINGER_MS),
    }
