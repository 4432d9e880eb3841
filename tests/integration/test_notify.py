"""Notifications to a real mail server, a real HTTP receiver and a file: once each, whatever happens in between."""

import json
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from adwatch.mailbox import mailbox
from adwatch.receiver import receiver
from processors.notify import render
from processors.notify.digest import Digest, render_digest
from processors.notify.outbox import Outbox
from processors.notify.teams import teams
from processors.settings import NotifySettings
from processors.stage import Emit, Reject
from processors.state import MemoryTransaction, Store
from schemas.alert import Alert, AlertState
from schemas.codec import encode
from schemas.events import DeadLetter
from tests.factories import alert
from tests.integration.certificates import certificate

SECRET = "a secret of the tests"
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
ONE, TWO = alert(alert_id="al-1"), alert(alert_id="al-2")


class Answers:
    """What a server answers, one after the other; the last one stays."""

    def __init__(self, *answers: Any) -> None:
        self._answers = list(answers)

    def __call__(self, *_: object) -> Any:
        return self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]


class Sending:
    """The stage over some targets, always on the same state, at a time that the test moves."""

    def __init__(self, *urls: str, state: Any = None, **changes: Any) -> None:
        self.settings = NotifySettings(
            targets=urls, webhook_secret=SecretStr(SECRET), **{"allow_private_targets": True, **changes}
        )
        self.skew = timedelta()
        self.state = state or MemoryTransaction()
        self._run = Outbox(teams(self.settings), rendered, self.settings, self.now)

    def now(self) -> datetime:
        """The real time, for signatures are checked against it, moved on by what the test waits."""
        return datetime.now(UTC) + self.skew

    def __call__(self, *alerts: Alert) -> list[Any]:
        """Outcomes of one batch."""
        return list(self._run(alerts, self.state))

    def later(self, **time: float) -> list[DeadLetter]:
        """What an empty batch puts out after that much time: dead letters."""
        self.skew += timedelta(**time)
        return [record for outcome in self() for _, record in outcome.outputs]


def rendered(record: Any, language: str, known: Any) -> Any:
    if isinstance(record, Alert):
        return render(record, language, "")
    if isinstance(record, Digest):
        return render_digest(record, language, lambda index, name: "")
    from processors.notify.notice import Notice, render_notice

    assert isinstance(record, Notice)
    return render_notice(record, language)


def sender(*urls: str, state: Any = None, **changes: Any) -> Sending:
    """The stage over these targets."""
    return Sending(*urls, state=state, **changes)


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
    assert send(ONE, TWO) == [Emit(), Emit()]  # they wait in the queue, and keep nobody else waiting
    with mailbox(tmp_path / "after", port=port) as box:
        assert send.later(seconds=0.5) == []
        assert box.mails() == []  # it was left alone for a second
        assert send.later(seconds=1) == []
        assert len(box.mails()) == 2


# what the server says to the recipient, then    dead letters of two tries                  mails
SMTP_ANSWERS = [
    (["451 busy", "250 OK"], [None, None], 1),
    (["421 closing", "250 OK"], [None, None], 1),
    (["452 mailbox full", "452 mailbox full"], [None, None], 0),
    (["550 no such user", "550 no such user"], ["refused_by_target", "refused_by_target"], 0),
    (["550 no such user", "250 OK"], ["refused_by_target", None], 1),  # mended, and the dead letter replayed
    (["554 policy", "554 policy"], ["refused_by_target", "refused_by_target"], 0),
]  # fmt: skip


def tries(send: Sending, count: int) -> list[str | None]:
    """What becomes of an alert: sent or waiting (None), or the reason of its letter; a letter is replayed each time."""
    reasons: list[str | None] = []
    send(ONE)
    for _ in range(count):
        letters = send.later(seconds=5)
        reasons.append(letters[0].reason if letters else None)
        if letters:
            assert letters[0].payload == encode(ONE)
            send(ONE)
    return reasons


@pytest.mark.parametrize(("answers", "letters", "mails"), SMTP_ANSWERS)
def test_what_a_mail_server_says(tmp_path: Path, answers: list[str], letters: list[str | None], mails: int) -> None:
    with mailbox(tmp_path, answer=Answers(*answers)) as box:
        assert tries(sender(box.url("team@office.example")), 2) == letters
        assert len(box.mails()) == mails


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


def test_a_digest_for_a_dead_target_is_letters_and_other_targets_get_it(tmp_path: Path) -> None:
    with mailbox(tmp_path / "busy", answer=Answers("451 busy")) as down, mailbox(tmp_path / "mails") as box:
        send = sender(down.url("one@office.example"), box.url("team@office.example"))
        send(*(alert(alert_id=f"al-{number}", **DAILY) for number in range(2)))
        assert len(box.mails()) == 1
        letters = send.later(hours=25)
        assert sorted((each.key, each.reason) for each in letters) == [("al-0", "dead_target"), ("al-1", "dead_target")]
        assert all(not list(send.state.scan(table)) for table in ("digests", "held.alerts"))


def test_a_refusal_is_told_without_the_recipient(tmp_path: Path) -> None:
    with mailbox(tmp_path, answer=Answers("550 no such user")) as box:
        send = sender(box.url("team@office.example"))
        send(ONE)
        [letter] = send.later()
        assert letter.detail == f"smtp 127.0.0.1:{box.port}: SMTP 550"
        assert (letter.stage, letter.key, letter.topic) == ("notify", "al-1", "alerts")


def test_after_a_day_without_an_answer_a_target_is_dead_and_the_others_are_told(tmp_path: Path) -> None:
    asked = []

    def busy(recipient: str) -> str:
        asked.append(recipient)
        return "451 busy"

    with mailbox(tmp_path / "busy", answer=busy) as down, mailbox(tmp_path / "mails") as box:
        send = sender(down.url("one@office.example"), box.url("team@office.example"))
        send(ONE)
        assert send.later(hours=23) == []
        [letter] = send.later(hours=2)
        assert (letter.reason, letter.detail) == ("dead_target", f"smtp 127.0.0.1:{down.port}: SMTP 451")
        send.later(seconds=1)
        told, notice = box.mails()
        assert told["Message-ID"] == "<al-1@localhost>"
        assert notice["Subject"] == "[adwatch] A notification target cannot be reached"
        sentence = " ".join(notice.get_body(("plain",)).get_content().split())  # type: ignore[union-attr]
        assert f"smtp 127.0.0.1:{down.port} took nothing since" in sentence
        assert len(asked) == 3
        send(TWO)
        assert send.later(minutes=50) == []
        assert len(asked) == 3  # left alone for an hour
        assert [each.key for each in send.later(minutes=15)] == ["al-2"]


def test_a_target_gets_no_more_than_its_number_a_minute(tmp_path: Path) -> None:
    with mailbox(tmp_path) as box:
        send = sender(box.url("team@office.example"), per_minute=3)
        send(*(alert(alert_id=f"al-{number}") for number in range(5)))
        send.later(seconds=5)
        assert len(box.mails()) == 3


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
        send = sender(other.url)
        send(ONE)
        assert [letter.detail for letter in send.later()] == ["webhook 127.0.0.1: HTTP 401"]
        assert other.messages() == []


# status codes, then                dead letters of two tries
REFUSED = "refused_by_target"
HTTP_ANSWERS = [
    ([503, 204], [None, None]),
    ([500, 200], [None, None]),
    ([429, 202], [None, None]),
    ([408, 204], [None, None]),
    ([404, 404], [REFUSED, REFUSED]),
    ([410, 204], [REFUSED, None]),
    ([307, 307], [REFUSED, REFUSED]),  # a redirect is not followed
    ([301, 301], [REFUSED, REFUSED]),
]  # fmt: skip


@pytest.mark.parametrize(("answers", "letters"), HTTP_ANSWERS)
def test_what_a_receiver_says(tmp_path: Path, answers: list[int], letters: list[str | None]) -> None:
    with receiver(tmp_path, SECRET, answer=Answers(*answers)) as other:
        assert tries(sender(other.url), 2) == letters
        assert len(other.log()) in (2, 3)


@pytest.mark.parametrize("asked", ["120", "date"])
def test_a_receiver_that_asks_for_time_gets_it(tmp_path: Path, asked: str) -> None:
    after = asked if asked != "date" else format_datetime(datetime.now(UTC) + timedelta(seconds=120), usegmt=True)
    with receiver(tmp_path, SECRET, answer=Answers((429, {"Retry-After": after}), 204)) as other:
        send = sender(other.url)
        send(ONE)
        send.later(seconds=110)
        assert len(other.log()) == 1
        send.later(seconds=15)
        assert [line.split()[0] for line in other.log()] == ["429", "204"]


def test_a_receiver_that_is_down_is_tried_until_it_is_back(tmp_path: Path) -> None:
    with receiver(tmp_path / "before", SECRET) as other:
        url, port = other.url, other.port
    send = sender(url)
    assert send(ONE) == [Emit()]
    with receiver(tmp_path / "after", SECRET, port=port) as other:
        assert send.later(seconds=2) == []
        assert len(other.messages()) == 1


def test_private_addresses_are_refused_unless_allowed(tmp_path: Path) -> None:
    with receiver(tmp_path, SECRET) as other:
        url = other.url.replace("127.0.0.1", "localhost")
        send = sender(url, allow_private_targets=False)
        send(ONE)
        [letter] = send.later()
        assert letter.detail == "webhook localhost: the name leads to an address that is not public"
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


def test_one_connection_serves_many_mails_and_a_closed_one_is_made_anew(tmp_path: Path) -> None:
    with mailbox(tmp_path / "before") as box:
        send, port = sender(box.url("team@office.example", "two@office.example")), box.port
        send(ONE, TWO)
        assert len(box.mails()) == 4
        assert box.connections() == 1
    with mailbox(tmp_path / "after", port=port) as box:
        send(alert(alert_id="al-3"))
        assert len(box.mails()) == 2


@pytest.mark.parametrize("scheme", ["smtp+tls", "smtps"])
def test_encrypted_mail_with_a_login(tmp_path: Path, scheme: str) -> None:
    keys = certificate(tmp_path)
    login = ("adwatch", "a password of the tests")
    with mailbox(tmp_path / "mails", tls=(scheme, *keys), login=login) as box:
        url = box.url("team@office.example").replace("smtp://127.0.0.1", f"{scheme}://adwatch@localhost")
        trusting = {"ca_file": keys[0], "smtp_password": SecretStr(login[1])}
        for wrong in ({**trusting, "ca_file": None}, {**trusting, "smtp_password": SecretStr("wrong")}):
            sender(url, **wrong)(ONE)
        assert box.mails() == []
        sender(url, **trusting)(ONE)
        assert len(box.mails()) == 1


def test_a_chat_gets_a_few_plain_lines(tmp_path: Path) -> None:
    with receiver(tmp_path, SECRET) as other:
        send = sender(f"mmost://127.0.0.1:{other.port}/hook1token")
        assert send(ONE, alert(alert_id="al-5", title="@channel <b>[x](https://evil.example)")) == [Emit(), Emit()]
        first, second = (json.loads(body) for body in other.posts("/hooks/hook1token"))
    assert "Medium priority: Demo rule" in first["text"]
    assert "Two ads share one contact." in first["text"]
    assert "evil" not in second["text"].partition("\n")[2]


def test_a_chat_in_a_private_network_is_refused_unless_allowed(tmp_path: Path) -> None:
    with receiver(tmp_path, SECRET) as other:
        send = sender(f"mmost://localhost:{other.port}/hook1token", allow_private_targets=False)
        send(ONE)
        [letter] = send.later()
        assert letter.detail == "chat Mattermost: the name leads to an address that is not public"
        assert other.posts("/hooks/hook1token") == []
