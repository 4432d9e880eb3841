"""A real mail server on loopback that keeps what it gets as `.eml` files: for the demo, for tests, for trying rules.

It delivers nowhere. Any mail program can open the files.
"""

import asyncio
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import cast

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from adwatch.loop_thread import LoopThread

MAX_BYTES = 1024 * 1024
Answer = Callable[[str], str]  # what the server says to a recipient's address
Tls = tuple[str, Path, Path]  # how it begins, certificate, key


def welcome(recipient: str) -> str:
    """Everybody has a mailbox here."""
    return "250 OK"


@dataclass(frozen=True)
class Mailbox:
    """The running server and the folder with what it got."""

    folder: Path
    host: str
    port: int
    seen: list[str]  # one entry for every connection

    def connections(self) -> int:
        """How many connections were made until now."""
        return len(self.seen)

    def url(self, *recipients: str) -> str:
        """The notification target that sends to these recipients here."""
        return f"smtp://{self.host}:{self.port}/?" + "&".join(f"to={recipient}" for recipient in recipients)

    def mails(self) -> list[EmailMessage]:
        """All mails, the oldest first."""
        return [_read(path) for path in sorted(self.folder.glob("*.eml"))]


@contextmanager
def mailbox(
    folder: Path, port: int = 0, answer: Answer = welcome, tls: Tls | None = None, login: tuple[str, str] | None = None
) -> Iterator[Mailbox]:
    """The server for as long as the block lasts; port 0 takes a free one. Mails in the folder stay.

    With `tls` it is encrypted from STARTTLS ("smtp+tls") or from the first byte ("smtps") on, and offers nothing else;
    with `login` it takes mail only from who knows the name and password.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with LoopThread("mailbox") as loop:
        keeper = _Keeper(folder, answer)
        server = loop.run(_serve(keeper, port, tls, login))
        try:
            yield Mailbox(folder, "127.0.0.1", server.sockets[0].getsockname()[1], keeper.seen)
        finally:
            loop.run(_close(server))


async def _serve(keeper: "_Keeper", port: int, tls: Tls | None, login: tuple[str, str] | None) -> asyncio.Server:
    begins_with_tls = tls is not None and tls[0] == "smtps"
    context = _context(tls) if tls else None

    def protocol() -> SMTP:
        keeper.seen.append("connection")
        return SMTP(
            keeper,
            hostname="mailbox.example",
            data_size_limit=MAX_BYTES,
            enable_SMTPUTF8=False,
            tls_context=None if begins_with_tls else context,
            require_starttls=tls is not None and not begins_with_tls,
            auth_required=login is not None,
            auth_require_tls=not begins_with_tls,
            authenticator=_authenticator(login) if login else None,
        )

    return await asyncio.get_running_loop().create_server(
        protocol, "127.0.0.1", port, ssl=context if begins_with_tls else None
    )


def _context(tls: Tls) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tls[1], tls[2])
    return context


def _authenticator(login: tuple[str, str]) -> Callable[..., AuthResult]:
    def check(server: object, session: object, envelope: object, mechanism: str, data: object) -> AuthResult:
        name, password = (part.encode() for part in login)
        known = isinstance(data, LoginPassword) and (data.login, data.password) == (name, password)
        return AuthResult(success=known, handled=False)  # not handled: the server is to say so

    return check


async def _close(server: asyncio.Server) -> None:
    server.close()


class _Keeper:
    """What the server does with each mail; the names are those aiosmtpd calls."""

    def __init__(self, folder: Path, answer: Answer) -> None:
        self._folder, self._answer = folder, answer
        self.seen: list[str] = []
        self._next = len(list(folder.glob("*.eml"))) + 1

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        answer = self._answer(address)
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        path = self._folder / f"{self._next:06}.eml"
        self._next += 1
        unfinished = path.with_suffix(".part")
        unfinished.write_bytes(cast(bytes, envelope.content))  # bytes, for the server does not decode
        unfinished.rename(path)  # who lists *.eml sees whole mails only
        return "250 kept"


def _read(path: Path) -> EmailMessage:
    message = message_from_bytes(path.read_bytes(), policy=default)
    assert isinstance(message, EmailMessage)  # noqa: S101 - what this policy makes
    return message
