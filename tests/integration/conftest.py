"""What integration tests share: one pair of engines for all processes, and an installation to crawl with."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import RUNNING, Engines, running_engines
from tests.integration.crawls import Installation, installation


def pytest_configure(config: pytest.Config) -> None:
    """Start the pair before the processes that run the tests are, so that these find it in their environment."""
    is_one_of_several = hasattr(config, "workerinput")
    if config.getoption("numprocesses", None) and not is_one_of_several and RUNNING not in os.environ:
        pair = running_engines()
        os.environ[RUNNING] = str(pair.__enter__())
        config.add_cleanup(lambda: pair.__exit__(None, None, None))


@pytest.fixture
def here(engines: Engines, tmp_path: Path) -> Iterator[Installation]:
    """An installation with one pack; files that need another make their own."""
    with installation(engines.kafka, tmp_path) as made:
        made.pack()
        yield made
