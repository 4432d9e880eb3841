"""Kafka is all that the tests of running stages need."""

import pytest

from processors.settings import ProcessorSettings


@pytest.fixture
def settings(bus: ProcessorSettings, request: pytest.FixtureRequest) -> ProcessorSettings:
    """An installation that nobody else uses, without indices, and the client that a test asks for by `BOTH_CLIENTS`."""
    client = getattr(request, "param", bus.kafka.client)
    return bus.model_copy(update={"kafka": bus.kafka.model_copy(update={"client": client})})
