"""A signed JSON document: `webhook+https://host/path`, or `webhook+http://` where that is enough."""

import http.client
from datetime import datetime
from urllib.parse import SplitResult, urlunsplit

from processors.notify.message import Message
from processors.notify.targets import signature
from processors.notify.targets.errors import RefusedError, TargetError, UnavailableError
from processors.notify.targets.guard import is_public
from processors.notify.targets.http import Poster, seconds_to_wait
from processors.notify.targets.trust import trusted
from processors.settings import NotifySettings

BUSY = frozenset({408, 425, 429})  # "not now" among the answers that otherwise mean "not at all"


class WebhookTarget:
    """One address. Repeats carry the same Idempotency-Key, by which the receiver forgets them."""

    knows_repeats = True
    most_per_minute = 10_000

    def __init__(self, url: str, host: str, secret: str, poster: Poster) -> None:
        self._secret, self._poster = secret, poster
        self.identity = f"webhook {url}"
        self.name = f"webhook {host}"

    def send(self, message: Message, now: datetime) -> None:
        """Returns when the receiver answered with 2xx."""
        headers = {
            "Content-Type": "application/json",
            "User-Agent": "adwatch",
            "Idempotency-Key": message.id,
            **signature.headers(self._secret, message.id, message.body, now),
        }
        try:
            status, retry_after = self._poster.post(message.body, headers)
        except (http.client.HTTPException, OSError) as error:
            raise UnavailableError(type(error).__name__) from None
        if 200 <= status < 300:
            return
        if status >= 500 or status in BUSY:
            raise UnavailableError(f"HTTP {status}", seconds_to_wait(retry_after, now))
        raise RefusedError(f"HTTP {status}")

    def flush(self) -> None:
        """Nothing is left to do: the receiver answered for each message."""


def targets(url: SplitResult, settings: NotifySettings) -> list[WebhookTarget]:
    """The target of a URL. Raises TargetError."""
    if settings.webhook_secret is None:
        raise TargetError("a webhook needs a secret to sign with", "set notify.webhook_secret, or its _file")
    secret = settings.webhook_secret.get_secret_value()
    try:
        signature.key(secret)
    except ValueError as error:
        raise TargetError("notify.webhook_secret cannot be used", str(error)) from None
    if not url.hostname or url.username or url.fragment:
        raise TargetError("a webhook needs a host, and no user and no fragment", "webhook+https://host/path")
    if not settings.allow_private_targets and _is_address(url.hostname) and not is_public(url.hostname):
        raise TargetError(f"{url.hostname} is not a public address", "set notify.allow_private_targets to allow it")
    address = urlunsplit(url._replace(scheme=url.scheme.removeprefix("webhook+")))
    poster = Poster(address, settings.allow_private_targets, trusted(settings.ca_file))
    return [WebhookTarget(address, url.hostname, secret, poster)]


def _is_address(host: str) -> bool:
    """Whether a connection is made without asking for a name's addresses: `127.1` is an address too."""
    return ":" in host or host.replace(".", "").isdigit()
