"""Targets by URL, the guard against forged requests, and signatures."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pydantic import SecretStr

from processors.notify.targets import signature, targets
from processors.notify.targets.errors import TargetError
from processors.notify.targets.guard import is_public
from processors.notify.targets.http import seconds_to_wait
from processors.settings import NotifySettings

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
SECRET = "whsec_c2VjcmV0IG9mIHRoZSB0ZXN0cw=="


def made(*urls: str, **changes: Any) -> list[str]:
    settings = NotifySettings(targets=urls, **{"webhook_secret": SecretStr(SECRET), **changes})
    return [target.identity for target in targets(settings)]


# URL                                                            targets
GOOD = [
    ("smtp://mail.example/?to=a@b.example", ["smtp mail.example:25 a@b.example"]),
    ("smtp://mail.example:2525/?to=a@b.example&to=c@d.example",
     ["smtp mail.example:2525 a@b.example", "smtp mail.example:2525 c@d.example"]),
    ("smtp://[::1]:25/?to=a%2Bb@b.example", ["smtp ::1:25 a+b@b.example"]),
    ("webhook+https://hooks.example/a/b?c=d", ["webhook https://hooks.example/a/b?c=d"]),
    ("webhook+http://hooks.example:8080/", ["webhook http://hooks.example:8080/"]),
    ("smtp+tls://user:secret@mail.example/?to=a@b.example", ["smtp mail.example:587 a@b.example"]),
    ("smtps://user:secret@mail.example/?to=a@b.example", ["smtp mail.example:465 a@b.example"]),
    ("file:///var/spool/alerts%20of%20today.jsonl", ["file /var/spool/alerts of today.jsonl"]),
]  # fmt: skip


@pytest.mark.parametrize(("url", "expected"), GOOD)
def test_a_target_by_its_url(url: str, expected: list[str]) -> None:
    assert made(url) == expected


WRONG = [
    ("smtp://mail.example/", "needs a host and a recipient"),
    ("smtp:///?to=a@b.example", "needs a host and a recipient"),
    ("smtp://mail.example/?to=nobody", "'nobody' is not a mail address"),
    ("smtp://mail.example/?to=a@b.example%0d%0aRCPT%20TO:x@y.example", "is not a mail address"),
    ("smtp://mail.example:99999/?to=a@b.example", "not a URL"),
    ("webhook+https:///path", "needs a host"),
    ("webhook+https://user:pass@hooks.example/", "no user"),
    ("webhook+http://127.0.0.1/", "127.0.0.1 is not a public address"),
    ("webhook+http://[::1]/", "::1 is not a public address"),
    ("webhook+http://2130706433/", "is not a public address"),
    ("webhook+http://127.1/", "is not a public address"),
    ("webhook+http://169.254.169.254/latest", "is not a public address"),
    ("file:relative.jsonl", "needs the absolute path"),
    ("file://host/path", "needs the absolute path"),
    ("file:///tmp", "needs the absolute path"),
    ("gopher://mail.example/", "no such kind of target"),
    ("team@office.example", "no such kind of target"),
    ("slack://half", "no such kind of target, or a part of its URL is missing"),
    ("syslog://", "a target on this host itself"),
    ("mailtos://user:pass@mail.example", "cannot be guarded"),
    ("smtp://user:secret@mail.example/?to=a@b.example", "would cross the network in clear"),
    ("smtps://user@mail.example/?to=a@b.example", "needs a password"),
]


@pytest.mark.parametrize(("url", "message"), WRONG)
def test_a_wrong_target_is_named_by_its_place(url: str, message: str) -> None:
    with pytest.raises(TargetError) as caught:
        made("file:///var/spool/alerts.jsonl", url)
    assert str(caught.value).startswith("notify.targets[1]: ")
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"webhook_secret": None}, "needs a secret to sign with"),
        ({"webhook_secret": SecretStr("whsec_!!!")}, "goes on in base64"),
        ({"sender": "x\r\ny@b.example"}, "is not a mail address"),
    ],
)
def test_wrong_settings_around_targets(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(TargetError, match=message):
        made("webhook+https://hooks.example/", "smtp://mail.example/?to=a@b.example", **changes)


def test_a_chat_is_named_without_its_keys() -> None:
    settings = NotifySettings(targets=("slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ/",))
    assert [target.name for target in targets(settings)] == ["chat Slack"]


# Retry-After                         seconds
WAITS = [
    ("120", 120.0),
    ("0", 0.0),
    ("Sun, 01 Mar 2026 12:02:00 GMT", 120.0),
    ("Sun, 01 Mar 2026 11:00:00 GMT", 0.0),
    ("", None),
    ("-5", None),
    ("soon", None),
    ("9" * 40, None),
    ("١٢", None),
]


@pytest.mark.parametrize(("written", "seconds"), WAITS)
def test_how_long_a_receiver_asks_us_to_wait(written: str, seconds: float | None) -> None:
    assert seconds_to_wait(written, NOW) == seconds


PUBLIC = {
    "93.184.216.34": True,
    "2606:2800:220:1:248:1893:25c8:1946": True,
    "127.0.0.1": False,
    "0.0.0.0": False,  # noqa: S104
    "10.1.2.3": False,
    "172.16.0.1": False,
    "192.168.1.1": False,
    "169.254.169.254": False,
    "100.64.0.1": False,
    "224.0.0.1": False,
    "255.255.255.255": False,
    "192.0.2.1": False,
    "::1": False,
    "::": False,
    "fe80::1%eth0": False,
    "fd00::1": False,
    "ff02::1": False,
    "::ffff:127.0.0.1": False,
    "::ffff:10.0.0.1": False,
    "2002:7f00:1::": False,
    "64:ff9b::7f00:1": False,
    "fec0::1": False,
    "feff::1": False,
    "64:ff9b:1::7f00:1": False,
    "64:ff9b:1:ffff::5db8:d822": False,
    "::127.0.0.1": False,
    "::93.184.216.34": False,
    "::ffff:0:127.0.0.1": False,
    "::ffff:0:93.184.216.34": False,
    "2130706433": False,
    "0x7f.1": False,
    "localhost": False,
    "": False,
}


@pytest.mark.parametrize(("address", "expected"), PUBLIC.items())
def test_which_addresses_are_public(address: str, expected: bool) -> None:
    assert is_public(address) is expected


def test_a_signature_as_in_the_specification() -> None:
    """The example of the Standard Webhooks specification's own libraries."""
    secret, message_id, body = (
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        "msg_p5jXN8AQM9LWM0D4loKWxJek",
        b'{"test": 2432232314}',
    )
    sent = datetime.fromtimestamp(1614265330, UTC)
    expected = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    assert signature.headers(secret, message_id, body, sent)["webhook-signature"] == expected


def changed(**changes: str) -> dict[str, str]:
    return {**signature.headers(SECRET, "al-1", b"body", NOW), **{k.replace("_", "-"): v for k, v in changes.items()}}


# headers, body, when                                                             valid
SIGNATURES = [
    (changed(), b"body", NOW, True),
    (changed(), b"body", NOW + timedelta(minutes=4), True),
    (changed(), b"body", NOW + timedelta(minutes=6), False),
    (changed(), b"body", NOW - timedelta(minutes=6), False),
    (changed(), b"Body", NOW, False),
    (changed(webhook_id="al-2"), b"body", NOW, False),
    (changed(webhook_timestamp="1"), b"body", NOW, False),
    (changed(webhook_timestamp="soon"), b"body", NOW, False),
    (changed(webhook_timestamp="9" * 400), b"body", NOW, False),
    (changed(webhook_timestamp="١٢٣"), b"body", NOW, False),
    (changed(webhook_signature=""), b"body", NOW, False),
    (changed(webhook_signature="v1,é"), b"body", NOW, False),
    (changed(webhook_signature="v1,x " + changed()["webhook-signature"]), b"body", NOW, True),
    ({}, b"body", NOW, False),
]  # fmt: skip


@pytest.mark.parametrize(("headers", "body", "now", "expected"), SIGNATURES)
def test_signatures(headers: dict[str, str], body: bytes, now: datetime, expected: bool) -> None:
    assert signature.is_valid(SECRET, headers, body, now) is expected


def test_a_plain_secret_is_taken_as_it_is() -> None:
    headers = signature.headers("plain words", "al-1", b"body", NOW)
    assert signature.is_valid("plain words", headers, b"body", NOW)
    assert not signature.is_valid("other words", headers, b"body", NOW)
