"""The main job, end to end, as one readable flow.

Sites are served, crawled by the real spiders, read by the real stages on the real Kafka, indexed in the real
Elasticsearch; a real SMTP server and a real HTTP receiver get the alerts. At the end everything is counted by id.
"""

import secrets
from contextlib import ExitStack

from rich.console import Console

import simulator
from adwatch import mailbox, receiver, settings
from adwatch.demo import show, work
from adwatch.demo.result import judge
from adwatch.processes import Children
from adwatch.progress import Steps
from processors.pipeline import STAGES


def run(keep: bool, ads: int, seed: int) -> int:
    """Exit code 0 when everything balances, else 1 with the reasons."""
    console = Console()
    steps = Steps(console)
    home = settings.home() / "demo"
    world = simulator.world(ads=ads, seed=seed)
    with ExitStack() as up:
        sites = up.enter_context(simulator.serve(world))
        work.begin_afresh(home)
        secret = secrets.token_hex(32)
        mails = up.enter_context(mailbox.mailbox(home / "mail"))
        posts = up.enter_context(receiver.receiver(home / "webhook", secret))
        work.use(home, sites.base, [mails.url("investigator@unit.example"), posts.url], secret)
        with steps.step("start the real Kafka and Elasticsearch on loopback"):
            up.enter_context(work.engines(home))
        children = up.enter_context(Children({}, home / "logs"))
        with steps.step(f"start the stages: {', '.join(STAGES)}"):
            work.start_stages(children)
        with steps.step(f"crawl three sites with {len(world.ads)} invented ads; add one damaged record"):
            crawls = work.crawl_all(children)
            work.add_damaged_record()
        with steps.step("wait until every stage has read everything"):
            work.drain(children)
        result = judge(world, crawls, mails, posts)
        show.result(console, result)
        if keep:
            show.how_to_look_around(console, home)
            work.wait_for_interrupt()
    return 1 if result.failures else 0
