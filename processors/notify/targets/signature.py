"""Signatures of webhooks, as in the Standard Webhooks specification, so that receivers can use its libraries.

The header `webhook-signature` is `v1,` and the base64 of HMAC-SHA256 over `<webhook-id>.<webhook-timestamp>.<body>`.
A receiver checks it, refuses timestamps older than some minutes, and forgets repeats of the same id.
"""

import base64
import binascii
import hmac
from collections.abc import Mapping
from datetime import datetime, timedelta

PREFIX = "whsec_"  # a secret with it is base64, as the specification wants
TOLERANCE = timedelta(minutes=5)


def key(secret: str) -> bytes:
    """The key in a secret. Raises ValueError when it says it is base64 and is not."""
    if not secret.startswith(PREFIX):
        return secret.encode()
    try:
        return base64.b64decode(secret.removeprefix(PREFIX), validate=True)
    except binascii.Error:
        raise ValueError(f"a secret that starts with {PREFIX} goes on in base64") from None


def headers(secret: str, message_id: str, body: bytes, now: datetime) -> dict[str, str]:
    """The three headers of a signed message."""
    seconds = str(int(now.timestamp()))
    return {
        "webhook-id": message_id,
        "webhook-timestamp": seconds,
        "webhook-signature": _signature(secret, message_id, seconds, body),
    }


def is_valid(secret: str, received: Mapping[str, str], body: bytes, now: datetime) -> bool:
    """Whether somebody who knows the secret sent this body within the last minutes."""
    message_id, seconds = received.get("webhook-id", ""), received.get("webhook-timestamp", "")
    if not seconds.isascii() or not seconds.isdigit() or len(seconds) > 12:
        return False
    if abs(now.timestamp() - int(seconds)) > TOLERANCE.total_seconds():
        return False
    expected = _signature(secret, message_id, seconds, body).encode()
    given = received.get("webhook-signature", "").split()  # several while a secret is being changed
    return any(hmac.compare_digest(each.encode("utf-8", "replace"), expected) for each in given)


def _signature(secret: str, message_id: str, seconds: str, body: bytes) -> str:
    mac = hmac.digest(key(secret), b".".join((message_id.encode("utf-8", "replace"), seconds.encode(), body)), "sha256")
    return "v1," + base64.b64encode(mac).decode()
