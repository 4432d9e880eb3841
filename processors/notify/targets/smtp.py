"""E-mail by URL. Each recipient is a target of its own; those of one server share its connection.

smtp://mail.example:25/?to=a@office.example&to=b@office.example    as plain text, for a relay on a trusted network
smtp+tls://user@mail.example:587/?to=...                           encrypted from STARTTLS on, or not at all
smtps://user:password@mail.example:465/?to=...                     encrypted from the first byte on
"""

import re
import smtplib
import ssl
from contextlib import suppress
from datetime import datetime
from urllib.parse import SplitResult, parse_qs, unquote

from processors.notify.message import Message
from processors.notify.targets.errors import RefusedError, TargetError, UnavailableError
from processors.notify.targets.mail import mail
from processors.notify.targets.target import TIMEOUT_S
from processors.notify.targets.trust import trusted
from processors.settings import NotifySettings

# The plain addresses that are in use; nothing that could end a header or a command.
ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,252}[A-Za-z0-9])?")
PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465}


class MailServer:
    """One mail server and the connection to it, which is kept from mail to mail as long as the server likes."""

    def __init__(
        self, host: str, port: int, hello: str, tls: str, trust: ssl.SSLContext, login: tuple[str, str] | None
    ) -> None:
        self.place = f"{host}:{port}"
        self._host, self._port, self._hello = host, port, hello
        self._tls, self._trust, self._login = tls, trust, login
        self._open: smtplib.SMTP | None = None

    def deliver(self, sender: str, recipient: str, content: bytes) -> None:
        """Returns when the server has taken responsibility. Raises what smtplib raises."""
        server = self._begun(sender)
        try:
            _expect(250, server.rcpt(recipient))
            _expect(250, server.data(content))
        except smtplib.SMTPResponseException:
            with suppress(smtplib.SMTPException, OSError):
                server.rset()  # the connection is good; this mail was not
            raise
        except (smtplib.SMTPException, OSError):
            self._drop()
            raise

    def _begun(self, sender: str) -> smtplib.SMTP:
        """A connection on which a mail has begun. A kept one may be closed by now, which shows before any mail is
        handed over: so to begin again on a new one repeats nothing."""
        if self._open is not None:
            try:
                _expect(250, self._open.mail(sender))
                return self._open
            except (smtplib.SMTPException, OSError):
                self._drop()
        server = self._connected()
        try:
            _expect(250, server.mail(sender))
        except (smtplib.SMTPException, OSError):
            server.close()
            raise
        self._open = server
        return server

    def _connected(self) -> smtplib.SMTP:
        server: smtplib.SMTP
        if self._tls == "smtps":
            server = smtplib.SMTP_SSL(self._host, self._port, self._hello, timeout=TIMEOUT_S, context=self._trust)
        else:
            server = smtplib.SMTP(self._host, self._port, self._hello, timeout=TIMEOUT_S)
        try:
            if self._tls == "smtp+tls":
                server.starttls(context=self._trust)  # raises when the server does not offer it
            server.ehlo_or_helo_if_needed()
            if self._login is not None:
                server.login(*self._login)
        except (smtplib.SMTPException, OSError):
            server.close()
            raise
        return server

    def _drop(self) -> None:
        if self._open is not None:
            self._open.close()
            self._open = None


class SmtpTarget:
    """One recipient behind one mail server. A repeated mail has the same Message-ID, which most programs show once;
    no mail server is bound to drop it."""

    knows_repeats = False
    most_per_minute = 10_000

    def __init__(self, server: MailServer, recipient: str, sender: str) -> None:
        self._server, self._recipient, self._sender = server, recipient, sender
        self.identity = f"smtp {server.place} {recipient}"
        self.name = f"smtp {server.place}"

    def send(self, message: Message, now: datetime) -> None:
        """Returns when the server has taken responsibility for the mail."""
        try:
            self._server.deliver(self._sender, self._recipient, mail(message, self._sender, self._recipient, now))
        except smtplib.SMTPAuthenticationError as error:  # the mail is not at fault, and an operator can mend it
            raise UnavailableError(f"SMTP {error.smtp_code}, login refused") from None
        except smtplib.SMTPResponseException as error:
            raise _answer(error.smtp_code) from None
        except (smtplib.SMTPException, OSError) as error:
            raise UnavailableError(type(error).__name__) from None

    def flush(self) -> None:
        """Nothing is left to do: the server answered for each mail."""


def targets(url: SplitResult, settings: NotifySettings) -> list[SmtpTarget]:
    """The targets of a URL. Raises TargetError."""
    recipients = parse_qs(url.query).get("to", [])
    if not recipients or not url.hostname:
        raise TargetError("a mail target needs a host and a recipient", "smtp://host:25/?to=team@office.example")
    for address in (*recipients, settings.sender):
        if not ADDRESS.fullmatch(address):
            raise TargetError(f"{address!r} is not a mail address", "mend notify.targets or notify.sender")
    server = MailServer(
        url.hostname,
        url.port or PORTS[url.scheme],
        settings.sender.rpartition("@")[2],
        url.scheme,
        trusted(settings.ca_file),
        _login(url, settings),
    )
    return [SmtpTarget(server, recipient, settings.sender) for recipient in recipients]


def _login(url: SplitResult, settings: NotifySettings) -> tuple[str, str] | None:
    if not url.username:
        return None
    if url.scheme == "smtp":
        raise TargetError("a password would cross the network in clear", "use smtp+tls:// or smtps://")
    secret = settings.smtp_password.get_secret_value() if settings.smtp_password else ""
    password = unquote(url.password or "") or secret
    if not password:
        raise TargetError("a mail target with a user needs a password", "set notify.smtp_password, or its _file")
    return unquote(url.username), password


def _expect(code: int, answer: tuple[int, bytes]) -> None:
    if answer[0] != code:
        raise smtplib.SMTPResponseException(answer[0], answer[1])


def _answer(code: int) -> Exception:
    """RFC 5321: 4xx is "try later", 5xx is "do not"."""
    return UnavailableError(f"SMTP {code}") if code < 500 else RefusedError(f"SMTP {code}")
