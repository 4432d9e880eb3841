"""A signed JSON document: `webhook+https://host/path`, or `webhook+http://` where that is enough."""

import asyncio
from datetime import datetime
from urllib.parse import SplitResult, urlunsplit

import aiohttp

from processors.notify.message import Message
from processors.notify.targets import signature
from processors.notify.targets.errors import RefusedError, TargetError, UnavailableError
from processors.notify.targets.guard import GuardedResolver, is_public
from processors.notify.targets.target import TIMEOUT_S
from processors.settings import NotifySettings

BUSY = frozenset({408, 425, 429})  # "not now" among the answers that otherwise mean "not at all"


class WebhookTarget:
    """One address. Redirects are not followed: they would lead past the guard and past what was agreed."""

    def __init__(self, url: str, host: str, secret: str, allow_private: bool) -> None:
        self._url, self._secret, self._allow_private = url, secret, allow_private
        self.identity = f"webhook {url}"
        self.name = f"webhook {host}"

    def send(self, message: Message, now: datetime) -> None:
        """Returns when the receiver answered with 2xx."""
        headers = {
            "Content-Type": "application/json",
            "User-Agent": "adwatch",
            "Idempotency-Key": message.alert_id,
            **signature.headers(self._secret, message.alert_id, message.body, now),
        }
        try:
            status = asyncio.run(self._post(message.body, headers))
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise UnavailableError(type(error).__name__) from None
        if 200 <= status < 300:
            return
        if status >= 500 or status in BUSY:
            raise UnavailableError(f"HTTP {status}")
        raise RefusedError(f"HTTP {status}")

    async def _post(self, body: bytes, headers: dict[str, str]) -> int:
        resolver = None if self._allow_private else GuardedResolver()
        async with (
            aiohttp.TCPConnector(resolver=resolver, force_close=True) as connector,
            aiohttp.ClientSession(
                connector=connector,
                timeout=aiohttp.ClientTimeout(total=TIMEOUT_S),
                trust_env=False,  # a proxy would resolve the name, and the guard would see nothing
            ) as session,
            session.post(self._url, data=body, headers=headers, allow_redirects=False) as response,
        ):
            return response.status


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
    return [WebhookTarget(address, url.hostname, secret, settings.allow_private_targets)]


def _is_address(host: str) -> bool:
    """Whether a connection is made without asking the resolver."""
    return aiohttp.helpers.is_ip_address(host)
