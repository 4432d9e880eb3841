"""Where tests run in several processes, one pair of engines serves them all."""

import os

import pytest

from tests.conftest import RUNNING, running_engines


def pytest_configure(config: pytest.Config) -> None:
    """Start the pair before the processes that run the tests are, so that these find it in their environment."""
    is_one_of_several = hasattr(config, "workerinput")
    if config.getoption("numprocesses", None) and not is_one_of_several and RUNNING not in os.environ:
        pair = running_engines()
        os.environ[RUNNING] = str(pair.__enter__())
        config.add_cleanup(lambda: pair.__exit__(None, None, None))
