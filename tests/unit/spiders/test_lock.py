"""One crawl of a source at a time."""

import os
from pathlib import Path

import pytest

from spiders.errors import AlreadyRunningError
from spiders.lock import only_crawl_of


def test_a_second_crawl_of_a_source_is_refused_and_told_by_whom(tmp_path: Path) -> None:
    with only_crawl_of("invented", tmp_path):
        with pytest.raises(AlreadyRunningError, match=str(os.getpid())), only_crawl_of("invented", tmp_path):
            pass
        with only_crawl_of("other", tmp_path):
            pass
    with only_crawl_of("invented", tmp_path):
        pass
