"""Notifications to a real HTTP receiver, signed or as a chat: once each, whatever it answers."""

import json
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from adwatch.receiver import receiver
from processors.stage import Emit
from tests.factories import alert
from tests.integration.notifying import ONE, REFUSED, SECRET, Answers, sender, tries


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
