"""Notifications to a real mail server, a real HTTP receiver and a file: once each, whatever happens in between."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from adwatch.mailbox import mailbox
from adwatch.receiver import receiver
from processors.notify import render
from processors.notify.outbox import process
from processors.notify.targets import targets
from processors.settings import NotifySettings
from processors.stage import Emit, Outcome, Reject, Retry
from processors.state import MemoryTransaction, Store
from schemas.alert import AlertState
from tests.factories import alert

SECRET = "a secret of the tests"
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
ONE, TWO = alert(alert_id="al-1"), alert(alert_id="al-2")


class Answers:
    """What a server answers, one after the other; the last one stays."""

    def __init__(self, *answers: Any) -> None:
        self._answers = list(answers)

    def __call__(self, *_: object) -> Any:
        return self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]


def sender(*urls: str, state: Any = None, **changes: Any) -> Callable[..., list[Outcome]]:
    """A function that runs the stage once over alerts, always on the same state."""
    settings = NotifySettings(
        targets=urls, webhook_secret=SecretStr(SECRET), **{"allow_private_targets": True, **changes}
    )
    run = process(targets(settings), lambda each: render(each, "en", ""), clock=lambda: datetime.now(UTC))
    kept = state or MemoryTransaction()
    return lambda *alerts: list(run(alerts, kept))


def test_a_mail_is_sent_once(tmp_path: Path) -> None:
    with mailbox(tmp_path) as box:
        send = sender(box.url("team@office.example"))
        assert send(ONE) == [Emit()]
        assert send(ONE) == [Emit()]
        [mail] = box.mails()
    assert mail["To"] == "team@office.example"
    assert mail["Message-ID"] == "<al-1@localhost>"
    assert mail["Subject"] == "[adwatch] Medium priority: Demo rule"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert [part.get_content_type() for part in mail.walk()] == ["multipart/alternative", "text/plain", "text/html"]
    assert "Two ads share one contact." in mail.get_body(("plain",)).get_content()  # type: ignore[union-attr]


def test_each_recipient_gets_a_mail_and_sees_no_other(tmp_path: Path) -> None:
    with mailbox(tmp_path) as box:
        assert sender(box.url("one@office.example", "two@office.example"))(ONE) == [Emit()]
        assert [mail["To"] for mail in box.mails()] == ["one@office.example", "two@office.example"]


def test_a_mail_server_that_is_down_is_tried_until_it_is_back(tmp_path: Path) -> None:
    with mailbox(tmp_path / "before") as box:
        url, port = box.url("team@office.example"), box.port
    send = sender(url)
    assert send(ONE, TWO) == [Retry(f"smtp 127.0.0.1:{port}: ConnectionRefusedError")] * 2
    with mailbox(tmp_path / "after", port=port) as box:
        assert send(ONE, TWO) == [Emit(), Emit()]
        assert len(box.mails()) == 2


# what the server says to the recipient, then    outcomes of two runs                        mails
SMTP_ANSWERS = [
    (["451 busy", "250 OK"], [Retry, Emit], 1),
    (["421 closing", "250 OK"], [Retry, Emit], 1),
    (["452 mailbox full", "452 mailbox full"], [Retry, Retry], 0),
    (["550 no such user", "550 no such user"], [Reject, Reject], 0),
    (["550 no such user", "250 OK"], [Reject, Emit], 1),  # mended, and the dead letter replayed
    (["554 policy", "554 policy"], [Reject, Reject], 0),
]  # fmt: skip


@pytest.mark.parametrize(("answers", "outcomes", "mails"), SMTP_ANSWERS)
def test_what_a_mail_server_says(tmp_path: Path, answers: list[str], outcomes: list[type], mails: int) -> None:
    with mailbox(tmp_path, answer=Answers(*answers)) as box:
        send = sender(box.url("team@office.example"))
        assert [type(outcome) for _ in answers for outcome in send(ONE)] == outcomes
        assert len(box.mails()) == mails


def test_a_refusal_is_told_without_the_recipient(tmp_path: Path) -> None:
    with mailbox(tmp_path, answer=Answers("550 no such user")) as box:
        [outcome] = sender(box.url("team@office.example"))(ONE)
        assert outcome == Reject("refused_by_target", f"smtp 127.0.0.1:{box.port}: SMTP 550")


def test_a_webhook_is_signed_and_sent_once(tmp_path: Path) -> None:
    with receiver(tmp_path, SECRET) as other:
        send = sender(other.url)
        assert send(ONE) == [Emit()]
        assert send(ONE) == [Emit()]
        [message] = other.messages()
        assert other.log() == ["204 al-1"]
    assert message["type"] == "adwatch.alert"
    assert message["alert"]["alert_id"] == "al-1"
    assert "no statement about a person" in message["note"]


def test_a_wrong_signature_is_refused(tmp_path: Path) -> None:
    with receiver(tmp_path, "another secret") as other:
        [outcome] = sender(other.url)(ONE)
        assert outcome == Reject("refused_by_target", "webhook 127.0.0.1: HTTP 401")
        assert other.messages() == []


# status codes, then                outcomes of two runs
HTTP_ANSWERS = [
    ([503, 204], [Retry, Emit]),
    ([500, 200], [Retry, Emit]),
    ([429, 202], [Retry, Emit]),
    ([408, 204], [Retry, Emit]),
    ([404, 404], [Reject, Reject]),
    ([410, 204], [Reject, Emit]),
    ([307, 307], [Reject, Reject]),  # a redirect is not followed
    ([301, 301], [Reject, Reject]),
]  # fmt: skip


@pytest.mark.parametrize(("answers", "outcomes"), HTTP_ANSWERS)
def test_what_a_receiver_says(tmp_path: Path, answers: list[int], outcomes: list[type]) -> None:
    with receiver(tmp_path, SECRET, answer=Answers(*answers)) as other:
        send = sender(other.url)
        assert [type(outcome) for _ in answers for outcome in send(ONE)] == outcomes
        assert len(other.log()) == 2


def test_a_receiver_that_is_down_is_tried_until_it_is_back(tmp_path: Path) -> None:
    with receiver(tmp_path / "before", SECRET) as other:
        url, port = other.url, other.port
    send = sender(url)
    assert isinstance(send(ONE)[0], Retry)
    with receiver(tmp_path / "after", SECRET, port=port) as other:
        assert send(ONE) == [Emit()]
        assert len(other.messages()) == 1


def test_private_addresses_are_refused_unless_allowed(tmp_path: Path) -> None:
    with receiver(tmp_path, SECRET) as other:
        url = other.url.replace("127.0.0.1", "localhost")
        [outcome] = sender(url, allow_private_targets=False)(ONE)
        assert outcome == Reject(
            "refused_by_target", "webhook localhost: the name leads to an address that is not public"
        )
        assert other.log() == []
        assert sender(url)(ONE) == [Emit()]


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
        assert [type(outcome) for outcome in send(ONE, TWO)] == [Retry, Retry]
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
            assert [type(outcome) for outcome in sender(url, state=tx)(ONE, TWO)] == [Emit, Retry]
        with Store(tmp_path / "state") as store, store.begin() as tx:
            assert sender(url, state=tx)(ONE, TWO) == [Emit(), Emit()]
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
        run = process(targets(settings), lambda each: render(each, "en", ""), clock=lambda: NOW, budget_s=-1)
        [outcome] = run([ONE], MemoryTransaction())
        assert isinstance(outcome, Retry)
        assert "no time left in this batch" in outcome.reason
