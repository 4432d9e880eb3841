"""`adwatch airflow`: the scheduler on the running engines, until Ctrl-C."""

import json
import signal
import threading

from adwatch import airflow, settings
from adwatch.errors import KnownError


def run(port: int) -> int:
    """Start Airflow, print address and login, wait for Ctrl-C or SIGTERM, stop it."""
    home = settings.home()
    if not (home / settings.ENGINES_FILE).exists():
        raise KnownError("the engines are not up; start them first: adwatch engines up")
    ended = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: ended.set())
    print("starting Airflow; the first time takes about 20 seconds ...", flush=True)
    with airflow.running(home, port) as started:
        print(
            f"Airflow:  {started.url}\nlogin:    {started.user}\npassword: {started.password}\nlog:      {started.log}"
        )
        print(
            "Un-pause a DAG to let it run on its schedule, or press its play button. Ctrl-C stops Airflow.", flush=True
        )
        ended.wait()
        print("stopping Airflow ...", flush=True)
    return 0


def print_pools() -> int:
    """The pools that the crawls need, as `airflow pools import` reads them, for an Airflow of your own."""
    from dags import packs
    from dags.pools import pools

    print(json.dumps(pools(packs.readable()), indent=2))
    return 0
