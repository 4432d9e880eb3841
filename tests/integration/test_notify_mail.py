"""Notifications to a real mail server: once to each recipient, whatever it answers."""

from pathlib import Path

import pytest
from pydantic import SecretStr

from adwatch.mailbox import mailbox
from processors.stage import Emit
from tests.factories import alert
from tests.integration.certificates import certificate
from tests.integration.notifying import ONE, TWO, Answers, sender, tries


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


@pytest.mark.parametrize(("answers", "letters", "mails"), SMTP_ANSWERS)
def test_what_a_mail_server_says(tmp_path: Path, answers: list[str], letters: list[str | None], mails: int) -> None:
    with mailbox(tmp_path, answer=Answers(*answers)) as box:
        assert tries(sender(box.url("team@office.example")), 2) == letters
        assert len(box.mails()) == mails


def test_a_refusal_is_told_without_the_recipient(tmp_path: Path) -> None:
    with mailbox(tmp_path, answer=Answers("550 no such user")) as box:
        send = sender(box.url("team@office.example"))
        send(ONE)
        [letter] = send.later()
        assert letter.detail == f"smtp 127.0.0.1:{box.port}: SMTP 550"
        assert (letter.stage, letter.key, letter.topic) == ("notify", "al-1", "alerts")


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
