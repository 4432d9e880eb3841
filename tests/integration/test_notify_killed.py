"""kill -9 at any point while notifications are sent: none is lost, and what comes again can be recognised."""

import multiprocessing
import os
import signal
import time
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from adwatch.mailbox import Mailbox, mailbox
from adwatch.receiver import receiver
from processors.notify import render
from processors.notify.outbox import Outbox
from processors.notify.plan import Plan
from processors.notify.queue import Queue
from processors.notify.targets.smtp import SmtpTarget
from processors.notify.targets.webhook import WebhookTarget
from processors.notify.teams import teams
from processors.settings import NotifySettings
from processors.stage import Emit
from processors.state import Store, StoreTransaction
from tests.factories import alert

SECRET = "a secret of the tests"
ALERTS = [alert(alert_id=f"al-{number}") for number in range(60)]
DEADLINE_S = 30.0
# Processes with nothing of this one in them; what they need is imported once, by the server that forks them.
spawned = multiprocessing.get_context("forkserver")
spawned.set_forkserver_preload([__name__])

# Everything a message goes through, in this order.
STEPS = {
    "planning": (Plan, "add"),
    "sending a mail": (SmtpTarget, "send"),
    "sending a post": (WebhookTarget, "send"),
    "taking it off the queue": (Queue, "remove"),
    "making that durable": (StoreTransaction, "checkpoint"),
    "committing with the offsets": (StoreTransaction, "commit"),
}
POINTS = [(when, step) for step in STEPS for when in ("before", "after")]


def send_all(urls: tuple[str, ...], state: Path, point: tuple[str, str] | None = None) -> None:
    """The stage over all alerts, on the real state store; with a point, it dies there at the third time."""
    settings = NotifySettings(targets=urls, webhook_secret=SecretStr(SECRET), allow_private_targets=True)
    told = teams(settings)
    run = Outbox(told, lambda each, *_: render(each, "en", ""), settings, lambda: datetime.now(UTC))
    if point:
        die_at(*point)
    with Store(state) as store, store.begin() as tx:
        assert set(run(ALERTS, tx)) == {Emit()}
        deadline = time.monotonic() + DEADLINE_S
        while any(Queue(tx).waiting(target.identity) for target in told[0].targets):  # a slow server is tried again
            assert time.monotonic() < deadline
            run([], tx)
        tx.commit({})


def die_at(when: str, step: str) -> None:
    """Have this process killed just before or just after the step, at its third time or at its only one."""
    owner, name = STEPS[step]
    work, times, last = getattr(owner, name), 0, 1 if name == "commit" else 3

    def deadly(*arguments: Any) -> Any:
        nonlocal times
        times += 1
        if when == "before" and times == last:
            os.kill(os.getpid(), signal.SIGKILL)
        result = work(*arguments)
        if when == "after" and times == last:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    setattr(owner, name, deadly)


@pytest.mark.parametrize(("when", "step"), POINTS, ids=str)
def test_killed_at_any_point_it_tells_everybody_everything(tmp_path: Path, when: str, step: str) -> None:
    """A mail comes twice only when the kill fell between its sending and the note of it, and then under the same id;
    a post only under the same key, by which the receiver has it once."""
    with mailbox(tmp_path / "mails") as box, receiver(tmp_path / "posts", SECRET) as other:
        urls = (box.url("team@office.example"), other.url)
        killed = spawned.Process(target=send_all, args=(urls, tmp_path / "state", (when, step)))
        killed.start()
        killed.join(DEADLINE_S)
        assert killed.exitcode == -signal.SIGKILL
        send_all(urls, tmp_path / "state")
        mails = Counter(str(mail["Message-ID"]) for mail in box.mails())
        posts = Counter(line.split()[1] for line in other.log())
        kept = [message["id"] for message in other.messages()]
    assert set(mails) == {f"<{each.alert_id}@localhost>" for each in ALERTS}
    assert mails.total() - len(mails) <= 1
    assert sorted(kept) == sorted(posts) == sorted(each.alert_id for each in ALERTS)


def kill_after(mails: int, box: Mailbox, state: Path) -> None:
    """Start sending, and kill it as soon as so many mails have arrived."""
    sender = spawned.Process(target=send_all, args=((box.url("team@office.example"),), state))
    sender.start()
    deadline = time.monotonic() + DEADLINE_S
    while len(list(box.folder.glob("*.eml"))) < mails and time.monotonic() < deadline:
        sender.join(0.001)
    sender.kill()
    sender.join(DEADLINE_S)
    assert sender.exitcode == -signal.SIGKILL, "it ended before it could be killed"


def test_killed_again_and_again_at_no_chosen_point(tmp_path: Path) -> None:
    kills = (3, 4, 20)
    with mailbox(tmp_path / "mails") as box:
        for mails in kills:
            kill_after(mails, box, tmp_path / "state")
        send_all((box.url("team@office.example"),), tmp_path / "state")
        arrived = Counter(str(mail["Message-ID"]) for mail in box.mails())
    assert set(arrived) == {f"<{each.alert_id}@localhost>" for each in ALERTS}
    assert arrived.total() - len(arrived) <= len(kills)  # repeats: one a kill at most, under the same Message-ID
