"""A crawl that hangs inside one page ends itself."""

import subprocess
import sys

PROGRAM = """
import sys
from scrapy.utils.reactor import install_reactor
install_reactor("twisted.internet.asyncioreactor.AsyncioSelectorReactor")
from twisted.internet import reactor
from spiders.policy.freeze import FreezeWatch

def hang():
    sum(range(10**12))  # one call into C: no signal handler and no other thread's Python code helps

watch = FreezeWatch(limit_s=0.5)
reactor.callWhenRunning(watch.start)
if sys.argv[1] == "hang":
    reactor.callLater(0.1, hang)
else:
    reactor.callLater(0.1, watch.stop)
    reactor.callLater(1.0, reactor.stop)
reactor.run()
"""


def run(how: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", PROGRAM, how], capture_output=True, text=True, timeout=60, check=False)


def test_a_hang_ends_the_process_and_says_where() -> None:
    ended = run("hang")
    assert ended.returncode == 1
    assert "in hang" in ended.stderr


def test_an_honest_crawl_is_left_alone() -> None:
    assert run("honest").returncode == 0
