"""An allocation past the bound fails; the machine is safe."""

import subprocess
import sys

import pytest

PROGRAM = """
from spiders.policy.memory import MemoryCap
import threading
MemoryCap(200).set()
ordinary = bytearray(150 * 1024 * 1024)
threads = [threading.Thread(target=bytearray, args=(1_000_000,)) for _ in range(14)]
for thread in threads:
    thread.start()
try:
    bytearray(2000 * 1024 * 1024)
except MemoryError:
    print("refused")
"""


@pytest.mark.skipif(sys.platform != "linux", reason="kept on Linux only")
def test_too_much_memory_is_refused() -> None:
    ended = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, timeout=60, check=True)
    assert ended.stdout.strip() == "refused"
