"""One message, ready to be sent anywhere."""

from collections.abc import Callable
from functools import cached_property


class Message:
    """The same content in every form a target may want; each is made when it is asked for, and once.

    `id` is what tells a repeated message from a new one: letters, digits and hyphens.
    """

    def __init__(
        self,
        message_id: str,
        subject: str,
        *,
        text: Callable[[], str],
        html: Callable[[], str],
        chat: Callable[[], str],
        body: Callable[[], bytes],
    ) -> None:
        self.id = message_id
        self.subject = subject  # one line
        self._text, self._html, self._chat, self._body = text, html, chat, body

    @cached_property
    def text(self) -> str:
        """Plain text, in lines of 72 columns."""
        return self._text()

    @cached_property
    def html(self) -> str:
        """A page."""
        return self._html()

    @cached_property
    def chat(self) -> str:
        """A few lines of plain text, for a chat room or a telephone."""
        return self._chat()

    @cached_property
    def body(self) -> bytes:
        """JSON on one line."""
        return self._body()
