"""Notifications to real targets: once each, to everybody, whatever happens in between."""

from pathlib import Path
from typing import Any

from adwatch.mailbox import mailbox
from adwatch.receiver import receiver
from processors.notify.outbox import Outbox
from processors.notify.teams import teams
from processors.settings import NotifySettings
from processors.stage import Emit, Reject
from processors.state import MemoryTransaction, Store
from schemas.alert import AlertState
from schemas.codec import encode
from schemas.events import DeadLetter
from tests.factories import alert
from tests.integration.notifying import NOW, ONE, SECRET, TWO, Answers, rendered, sender

DAILY = {"digest": "daily", "deliver_at": NOW}  # due at once


def test_a_digest_that_is_refused_is_a_letter_an_alert_and_each_can_be_replayed(tmp_path: Path) -> None:
    held = [alert(alert_id=f"al-{number}", **DAILY) for number in range(33)]  # more than a digest names
    with mailbox(tmp_path, answer=Answers("550 no such user", "250 OK")) as box:
        send = sender(box.url("team@office.example"))
        send(*held)
        letters = send.later()
        assert {each.key: each.payload for each in letters} == {each.alert_id: encode(each) for each in held}
        assert {(each.reason, each.stage) for each in letters} == {("refused_by_target", "notify")}
        send(*held)
        send.later()
        assert {mail["Message-ID"] for mail in box.mails()} == {f"<{each.alert_id}@localhost>" for each in held}


def hour_by_hour(send: Any, hours: int) -> list[DeadLetter]:
    """The letters of so many hours, in which the targets were tried all the time."""
    return [each for _ in range(hours) for each in send.later(hours=1)]


def test_a_digest_for_a_dead_target_is_letters_and_other_targets_get_it(tmp_path: Path) -> None:
    with mailbox(tmp_path / "busy", answer=Answers("451 busy")) as down, mailbox(tmp_path / "mails") as box:
        send = sender(down.url("one@office.example"), box.url("team@office.example"))
        send(*(alert(alert_id=f"al-{number}", **DAILY) for number in range(2)))
        assert len(box.mails()) == 1
        letters = hour_by_hour(send, 25)
        assert sorted((each.key, each.reason) for each in letters) == [("al-0", "dead_target"), ("al-1", "dead_target")]
        assert all(not list(send.state.scan(table)) for table in ("digests", "held.alerts"))


def test_after_a_day_without_an_answer_a_target_is_dead_and_the_others_are_told(tmp_path: Path) -> None:
    asked = []

    def busy(recipient: str) -> str:
        asked.append(recipient)
        return "451 busy"

    with mailbox(tmp_path / "busy", answer=busy) as down, mailbox(tmp_path / "mails") as box:
        send = sender(down.url("one@office.example"), box.url("team@office.example"))
        send(ONE)
        assert hour_by_hour(send, 23) == []
        [letter] = hour_by_hour(send, 1)
        assert (letter.reason, letter.detail) == ("dead_target", f"smtp 127.0.0.1:{down.port}: SMTP 451")
        send.later(seconds=1)
        told, notice = box.mails()
        assert told["Message-ID"] == "<al-1@localhost>"
        assert notice["Subject"] == "[adwatch] A notification target cannot be reached"
        sentence = " ".join(notice.get_body(("plain",)).get_content().split())  # type: ignore[union-attr]
        assert f"smtp 127.0.0.1:{down.port} took nothing since" in sentence
        assert len(asked) == 25
        send(TWO)
        assert send.later(minutes=50) == []
        assert len(asked) == 25  # left alone for an hour
        assert [each.key for each in send.later(minutes=15)] == ["al-2"]


def test_a_target_gets_no_more_than_its_number_a_minute(tmp_path: Path) -> None:
    with mailbox(tmp_path) as box:
        send = sender(box.url("team@office.example"), per_minute=3)
        send(*(alert(alert_id=f"al-{number}") for number in range(5)))
        send.later(seconds=5)
        assert len(box.mails()) == 3


def test_a_file_holds_each_alert_once(tmp_path: Path) -> None:
    path = tmp_path / "alerts.jsonl"
    assert sender(f"file://{path}")(ONE, TWO) == [Emit(), Emit()]
    assert sender(f"file://{path}")(ONE) == [Emit()]  # a new process on an empty state
    assert path.read_bytes().count(b"\n") == 2
    assert path.stat().st_mode & 0o077 == 0


def test_a_line_cut_off_by_a_crash_is_written_again(tmp_path: Path) -> None:
    path = tmp_path / "alerts.jsonl"
    sender(f"file://{path}")(ONE, TWO)
    whole = path.read_bytes()
    path.write_bytes(whole[:-20])
    sender(f"file://{path}")(ONE, TWO)
    assert path.read_bytes() == whole


def test_a_target_that_is_down_does_not_keep_others_waiting(tmp_path: Path) -> None:
    with mailbox(tmp_path / "mails") as box, receiver(tmp_path / "hooks", SECRET, answer=Answers(503)) as other:
        send = sender(other.url, box.url("team@office.example"))
        assert send(ONE, TWO) == [Emit(), Emit()]
        assert len(box.mails()) == 2
        assert len(other.log()) == 1  # asked once a batch, not once an alert
        send(ONE, TWO)
        assert len(box.mails()) == 2


def test_only_new_alerts_are_told(tmp_path: Path) -> None:
    with mailbox(tmp_path) as box:
        closed = alert(alert_id="al-3", state=AlertState.CLOSED)
        assert sender(box.url("team@office.example"))(closed) == [Emit()]
        assert box.mails() == []


def test_without_targets_nothing_is_sent_and_nothing_waits() -> None:
    assert sender()(ONE) == [Emit()]


def test_what_was_sent_is_remembered_at_once_by_the_real_store(tmp_path: Path) -> None:
    """The process is "killed" in the second message: the transaction is never committed, the first is remembered."""
    with mailbox(tmp_path / "mails", answer=Answers("250 OK", "451 busy", "250 OK")) as box:
        url = box.url("team@office.example")
        with Store(tmp_path / "state") as store, store.begin() as tx:
            sender(url, state=tx)(ONE, TWO)
        with Store(tmp_path / "state") as store, store.begin() as tx:
            send = sender(url, state=tx)
            assert send(ONE, TWO) == [Emit(), Emit()]
            send.later(seconds=2)
        assert [mail["Message-ID"] for mail in box.mails()] == ["<al-1@localhost>", "<al-2@localhost>"]


def test_a_message_repeated_after_a_crash_is_recognised_by_the_receiver(tmp_path: Path) -> None:
    with receiver(tmp_path, SECRET) as other:
        for _ in range(2):  # each time on an empty state, as if the note of the first had been lost
            assert sender(other.url)(ONE) == [Emit()]
        assert other.log() == ["204 al-1", "204 al-1"]
        assert len(other.messages()) == 1


def test_hostile_words_stay_words_on_the_way(tmp_path: Path) -> None:
    hostile = alert(alert_id="al-9", title="x\r\nBcc: all@office.example\r\n\r\n<script>alert(1)</script>")
    with mailbox(tmp_path) as box:
        assert sender(box.url("team@office.example"))(hostile) == [Emit()]
        [mail] = box.mails()
    assert mail["Bcc"] is None
    assert mail["Subject"].startswith("[adwatch] Medium priority: x Bcc: all@office.example")


def test_an_alert_whose_id_could_end_a_header_is_rejected(tmp_path: Path) -> None:
    forged = [alert(alert_id="al-1\r\nX-Forged: yes"), alert(alert_id=""), alert(alert_id="a" * 81)]
    with mailbox(tmp_path) as box:
        outcomes = sender(box.url("team@office.example"))(*forged)
        assert [isinstance(outcome, Reject) and outcome.reason for outcome in outcomes] == ["bad_alert_id"] * 3
        assert box.mails() == []


def test_a_batch_ends_in_time(tmp_path: Path) -> None:
    with mailbox(tmp_path) as box:
        settings = NotifySettings(targets=(box.url("team@office.example"),))
        run = Outbox(teams(settings), rendered, settings, clock=lambda: NOW, budget_s=-1)
        assert run([ONE], MemoryTransaction()) == [Emit()]
        assert box.mails() == []
