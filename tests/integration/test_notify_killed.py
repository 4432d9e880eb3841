"""kill -9 while notifications are sent: none is lost, at most the one in flight comes again, recognisably."""

import multiprocessing
import signal
import time
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from adwatch.mailbox import Mailbox, mailbox
from processors.notify import render
from processors.notify.outbox import Outbox
from processors.notify.teams import teams
from processors.settings import NotifySettings
from processors.stage import Emit
from processors.state import Store
from tests.factories import alert

ALERTS = [alert(alert_id=f"al-{number}") for number in range(60)]
DEADLINE_S = 30.0
spawned = multiprocessing.get_context("spawn")  # a process of its own, with nothing of ours in it


def send_all(url: str, state: Path) -> None:
    """The stage over all alerts, on the real state store."""
    settings = NotifySettings(targets=(url,))
    run = Outbox(teams(settings), lambda each, *_: render(each, "en", ""), settings, lambda: datetime.now(UTC))
    with Store(state) as store, store.begin() as tx:
        assert set(run(ALERTS, tx)) == {Emit()}
        tx.commit({})


def kill_after(mails: int, box: Mailbox, state: Path) -> None:
    """Start sending, and kill it as soon as so many mails have arrived."""
    sender = spawned.Process(target=send_all, args=(box.url("team@office.example"), state))
    sender.start()
    deadline = time.monotonic() + DEADLINE_S
    while len(list(box.folder.glob("*.eml"))) < mails and time.monotonic() < deadline:
        sender.join(0.001)
    sender.kill()
    sender.join(DEADLINE_S)
    assert sender.exitcode == -signal.SIGKILL, "it ended before it could be killed"


@pytest.mark.parametrize("kills", [(1,), (7, 20), (3, 4, 20)])
def test_kill_9_neither_loses_nor_doubles(tmp_path: Path, kills: tuple[int, ...]) -> None:
    with mailbox(tmp_path / "mails") as box:
        for mails in kills:
            kill_after(mails, box, tmp_path / "state")
        send_all(box.url("team@office.example"), tmp_path / "state")
        arrived = Counter(str(mail["Message-ID"]) for mail in box.mails())
    assert set(arrived) == {f"<{each.alert_id}@localhost>" for each in ALERTS}
    assert arrived.total() - len(arrived) <= len(kills)  # repeats: one a kill at most, under the same Message-ID
