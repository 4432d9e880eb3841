"""E-mail: `smtp://host:port/?to=a@b.example`. Each recipient is a target of its own."""

import re
import smtplib
from contextlib import suppress
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from urllib.parse import SplitResult, parse_qs

from processors.notify.message import Message
from processors.notify.targets.errors import RefusedError, TargetError, UnavailableError
from processors.notify.targets.target import TIMEOUT_S
from processors.settings import NotifySettings

# The plain addresses that are in use; nothing that could end a header or a command.
ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,252}[A-Za-z0-9])?")


class SmtpTarget:
    """One recipient behind one mail server."""

    def __init__(self, host: str, port: int, recipient: str, sender: str) -> None:
        self._host, self._port, self._recipient, self._sender = host, port, recipient, sender
        self.identity = f"smtp {host}:{port} {recipient}"
        self.name = f"smtp {host}:{port}"

    def send(self, message: Message, now: datetime) -> None:
        """Returns when the server has taken responsibility for the mail."""
        try:
            server = smtplib.SMTP(self._host, self._port, local_hostname=_domain(self._sender), timeout=TIMEOUT_S)
            try:
                server.send_message(mail(message, self._sender, self._recipient, now))
            finally:
                with suppress(smtplib.SMTPException, OSError):  # the mail is delivered or refused by now
                    server.quit()
                server.close()
        except smtplib.SMTPRecipientsRefused as error:
            raise _answer(next(iter(error.recipients.values()))[0]) from None
        except smtplib.SMTPResponseException as error:
            raise _answer(error.smtp_code) from None
        except (smtplib.SMTPException, OSError) as error:
            raise UnavailableError(type(error).__name__) from None


def targets(url: SplitResult, settings: NotifySettings) -> list[SmtpTarget]:
    """The targets of a URL. Raises TargetError."""
    recipients = parse_qs(url.query).get("to", [])
    if not recipients or not url.hostname:
        raise TargetError("a mail target needs a host and a recipient", "smtp://host:25/?to=team@office.example")
    for address in (*recipients, settings.sender):
        if not ADDRESS.fullmatch(address):
            raise TargetError(f"{address!r} is not a mail address", "mend notify.targets or notify.sender")
    return [SmtpTarget(url.hostname, url.port or 25, recipient, settings.sender) for recipient in recipients]


def mail(message: Message, sender: str, recipient: str, now: datetime) -> EmailMessage:
    """The message as a mail. Sent again, it has the same Message-ID, so that mail programs show it once."""
    made = EmailMessage(policy=SMTP)
    made["From"] = f"adwatch <{sender}>"
    made["To"] = recipient
    made["Subject"] = message.subject
    made["Date"] = format_datetime(now)
    made["Message-ID"] = f"<{message.alert_id}@{_domain(sender)}>"
    made["Auto-Submitted"] = "auto-generated"  # RFC 3834: no holiday replies
    made["X-Auto-Response-Suppress"] = "All"
    made.set_content(message.text)
    made.add_alternative(message.html, subtype="html")
    return made


def _domain(sender: str) -> str:
    return sender.rpartition("@")[2]


def _answer(code: int) -> Exception:
    """RFC 5321: 4xx is "try later", 5xx is "do not"."""
    return UnavailableError(f"SMTP {code}") if code < 500 else RefusedError(f"SMTP {code}")
