"""A message as a mail: plain text and HTML, in the bytes that go over the line."""

import binascii
from datetime import datetime
from email.header import Header
from email.utils import format_datetime

from processors.notify.message import Message

# What a mail looks like is known here to the last byte, so it is written down: the library's general way to the same
# bytes takes twenty times as long.
_MAIL = """\
From: adwatch <{sender}>
To: {recipient}
Subject: {subject}
Date: {date}
Message-ID: <{id}@{domain}>
Auto-Submitted: auto-generated
X-Auto-Response-Suppress: All
MIME-Version: 1.0
Content-Type: multipart/alternative; boundary="{boundary}"

--{boundary}
Content-Type: text/plain; charset="utf-8"
Content-Transfer-Encoding: quoted-printable

{text}
--{boundary}
Content-Type: text/html; charset="utf-8"
Content-Transfer-Encoding: quoted-printable

{html}
--{boundary}--
"""


def mail(message: Message, sender: str, recipient: str, now: datetime) -> bytes:
    """The mail. Sent again, it has the same Message-ID, so that mail programs show it once.

    `Auto-Submitted` (RFC 3834) asks for no holiday replies. Addresses and the id are plain ASCII without spaces, and
    quoted-printable makes of the rest plain ASCII in lines of 76: nothing in it can end a header or a part.
    """
    written = _MAIL.format(
        sender=sender,
        recipient=recipient,
        subject=Header(message.subject, "utf-8" if not message.subject.isascii() else "us-ascii").encode(),
        date=format_datetime(now),
        id=message.id,
        domain=sender.rpartition("@")[2],
        boundary=f"=_{message.id}",  # "=_" never comes out of quoted-printable
        text=_quoted(message.text),
        html=_quoted(message.html),
    )
    return written.replace("\n", "\r\n").encode("ascii")


def _quoted(text: str) -> str:
    return binascii.b2a_qp(text.encode("utf-8", "replace")).decode("ascii")
