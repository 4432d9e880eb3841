"""What integration tests share: one pair of engines for all processes, and an installation to crawl with."""

import os
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from processors.settings import SearchSettings
from tests.conftest import RUNNING, Engines, running_engines
from tests.integration.crawls import Installation, installation
from tests.integration.search_servers import running_opensearch


def pytest_configure(config: pytest.Config) -> None:
    """Start the pair before the processes that run the tests are, so that these find it in their environment."""
    is_one_of_several = hasattr(config, "workerinput")
    if config.getoption("numprocesses", None) and not is_one_of_several and RUNNING not in os.environ:
        pair = running_engines()
        os.environ[RUNNING] = str(pair.__enter__())
        config.add_cleanup(lambda: pair.__exit__(None, None, None))


@pytest.fixture(scope="session")
def opensearch() -> Iterator[str]:
    """The address of a real OpenSearch."""
    with running_opensearch() as address:
        yield address


@pytest.fixture(scope="module", params=["elasticsearch", "opensearch"])
def empty(request: pytest.FixtureRequest, engines: Engines) -> SearchSettings:
    """A server of each kind, and a prefix that nobody else uses."""
    url = engines.search if request.param == "elasticsearch" else request.getfixturevalue("opensearch")
    return SearchSettings(kind=request.param, url=url, prefix=f"test-{uuid.uuid4().hex[:8]}")


@pytest.fixture
def here(engines: Engines, tmp_path: Path) -> Iterator[Installation]:
    """An installation with one pack; files that need another make their own."""
    with installation(engines.kafka, tmp_path) as made:
        made.pack()
        yield made
