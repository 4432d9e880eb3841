"""How we speak to Kafka with kafka-python."""

from processors.plumbing import clients
from processors.settings import KafkaSettings, ProcessorSettings
from processors.stage import Stage
from schemas.topics import DEAD

# After an outage both clients are back within a second; the default waits up to thirty.
_COMMON: dict[str, object] = {"reconnect_backoff_max_ms": 1000, "bootstrap_timeout_ms": 3000, "metrics_enabled": False}


def consumer_options(stage: Stage, settings: ProcessorSettings) -> dict[str, object]:
    """For kafka-python's consumer. Offsets are committed by us alone, and a lost place is an error to be handled."""
    kafka = settings.kafka
    return {
        **_COMMON,
        "bootstrap_servers": kafka.bootstrap,
        "client_id": f"adwatch-{stage.name}",
        "group_id": kafka.group(stage.name),
        "enable_auto_commit": False,
        "auto_offset_reset": "none",
        "isolation_level": "read_committed",
        "max_poll_records": stage.batch,
        "session_timeout_ms": kafka.session_timeout_ms,
        "heartbeat_interval_ms": kafka.session_timeout_ms // 10,
        "max_poll_interval_ms": kafka.max_poll_interval_ms,
        "metadata_max_age_ms": clients.METADATA_MS,
        "allow_auto_create_topics": False,
    }


def producer_options(kafka: KafkaSettings) -> dict[str, object]:
    """For kafka-python's producer: idempotent, acknowledged by all replicas, batches of a good size."""
    return {
        **_COMMON,
        "bootstrap_servers": kafka.bootstrap,
        "client_id": "adwatch",
        "acks": "all",
        "enable_idempotence": True,
        "linger_ms": clients.LINGER_MS,
        "batch_size": clients.BATCH_BYTES,
        "compression_type": "lz4",
        "max_request_size": DEAD.max_bytes,  # what a topic takes is the broker's to say
        "delivery_timeout_ms": kafka.delivery_timeout_ms,
        "request_timeout_ms": min(30_000, kafka.delivery_timeout_ms - clients.LINGER_MS),
        "max_block_ms": 5000,
    }
