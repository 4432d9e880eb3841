"""Both search engines for the tests that hold for both: the shared Elasticsearch, and a real OpenSearch."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from infra.engines import opensearch, ports, processes
from infra.engines.fetch import fetch
from infra.engines.places import Places
from processors.cache_folder import cache_folder

RUNNING = "ADWATCH_TEST_OPENSEARCH"  # address of one that runs already and shall be used, to save the start


@contextmanager
def running_opensearch() -> Iterator[str]:
    """The address of an OpenSearch; nothing is left of it afterwards."""
    if address := os.environ.get(RUNNING):
        yield address
        return
    home = Path(tempfile.mkdtemp(prefix="adwatch-opensearch-"))
    home.chmod(0o755)
    places, port = Places(home), ports.pick()
    pid = None
    try:
        pid = opensearch.start(opensearch.java(), fetch("opensearch", cache_folder(), print), places, port)
        yield f"http://127.0.0.1:{port}"
    finally:
        if pid is not None:
            processes.stop([psutil.Process(pid)])
        shutil.rmtree(home)
