"""Everything else that takes a message, by one URL of the apprise library: Slack, Mattermost, Matrix, ntfy and more.

    slack://TokenA/TokenB/TokenC      mmosts://chat.example/token      ntfys://topic      tgram://token/room

A target gets a few lines of plain text with a link. What the library reports is only "sent" or "not sent", and none of
these services is told how to know a repeat: so every failure counts as "try later", and a message that was in flight
when this process was killed may be posted a second time.
"""

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cache
from typing import Any, cast

from urllib3.util import connection

from processors.notify.message import Message
from processors.notify.targets.errors import RefusedError, TargetError, UnavailableError
from processors.notify.targets.guard import connect
from processors.notify.targets.target import TIMEOUT_S
from processors.settings import NotifySettings

HERE = frozenset({"syslog", "dbus", "glib", "gnome", "macosx", "windows", "kde", "qt"})  # act on this very host


class ChatTarget:
    """One service by its apprise URL."""

    knows_repeats = False
    most_per_minute = 60

    def __init__(self, plugin: Any, allow_private: bool) -> None:
        self._plugin, self._allow_private = plugin, allow_private
        self.identity = f"chat {plugin.url()}"
        self.name = f"chat {plugin.service_name}"

    def send(self, message: Message, now: datetime) -> None:
        """Returns when the service took the message."""
        try:
            with _guarded(self._allow_private) as refusals:
                taken = self._plugin.notify(title=message.subject, body=message.chat)
        except (OSError, TypeError) as error:  # the library's own way to say that it cannot send this
            raise UnavailableError(type(error).__name__) from None
        if refusals:
            raise refusals[0]
        if not taken:
            raise UnavailableError("not taken")

    def flush(self) -> None:
        """Nothing is left to do: the service answered for each message."""


def targets(written: str, settings: NotifySettings) -> list[ChatTarget]:
    """The target of a URL. Raises TargetError, which does not quote it: these URLs hold keys."""
    plugin = _library().Apprise.instantiate(written, asset=_asset(), suppress_exceptions=True)
    if plugin is None:
        raise TargetError("no such kind of target, or a part of its URL is missing", "see: apprise --details")
    if written.partition("://")[0].lower() in HERE:
        raise TargetError("a target on this host itself", "use a mail, a chat or a webhook")
    if not settings.allow_private_targets and not hasattr(sys.modules[type(plugin).__module__], "requests"):
        raise TargetError(
            "this kind of target connects in a way that cannot be guarded against forged requests",
            "set notify.allow_private_targets to allow it",
        )
    plugin.request_rate_per_sec = 0  # the pace is kept by the outbox, which does other work meanwhile
    return [ChatTarget(plugin, settings.allow_private_targets)]


@cache
def _library() -> Any:
    """Loaded only where it is used: it brings a hundred kinds of targets."""
    import apprise

    logging.getLogger("apprise").disabled = True  # its lines quote addresses with keys in them
    return apprise


@cache
def _asset() -> Any:
    """How the library names the sender; without pictures, which readers' programs would load from elsewhere."""
    return _library().AppriseAsset(
        app_id="adwatch", app_desc="adwatch", app_url="", image_url_mask="", image_url_logo="", secure_logging=True
    )


@contextmanager
def _guarded(allow_private: bool) -> Iterator[list[RefusedError]]:
    """Connections inside the block go through the guard; what it refused is in the list.

    The library makes its connections by itself and offers no place for a check, so it is put where the connection is
    made. This process sends from one thread only.
    """
    usual = connection.create_connection
    refused: list[RefusedError] = []

    def checked(address: tuple[str, int], *_: object, **__: object) -> Any:
        try:
            return connect(*address, TIMEOUT_S, allow_private)
        except RefusedError as error:
            refused.append(error)
            raise OSError("refused by the guard") from None

    connection.create_connection = cast(Any, checked)
    try:
        yield refused
    finally:
        connection.create_connection = usual
