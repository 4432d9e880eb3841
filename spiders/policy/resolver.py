"""Request-forgery guard, second half: at connect time, by the address a name really resolves to.

Twisted asks its name resolver for every connection, names and literal addresses alike, and connects to what it answers.
So a name cannot resolve to a public address for a check and to a private one for the connection ("rebinding").
"""

from collections.abc import Sequence
from typing import Any, Self

import structlog
from scrapy.crawler import Crawler
from twisted.internet.interfaces import IAddress, IHostnameResolver, IHostResolution, IResolutionReceiver
from zope.interface import implementer  # type: ignore[import-untyped]

from spiders.job import SETTING, Job
from spiders.policy.addresses import is_allowed

log = structlog.get_logger()


@implementer(IHostnameResolver)
class GuardedResolver:
    """The system's resolver without the addresses a crawl may not connect to."""

    def __init__(self, reactor: Any, local_test_site: bool) -> None:
        self._reactor = reactor
        self._system = reactor.nameResolver
        self._local_test_site = local_test_site

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: Any) -> Self:
        job: Job = crawler.settings[SETTING]
        return cls(reactor, job.source.local_test_site)

    def install_on_reactor(self) -> None:
        self._reactor.installNameResolver(self)

    def resolveHostName(  # noqa: N802  # Twisted's name
        self,
        resolutionReceiver: IResolutionReceiver,  # noqa: N803
        hostName: str,  # noqa: N803
        portNumber: int = 0,  # noqa: N803
        addressTypes: Sequence[type[IAddress]] | None = None,  # noqa: N803
        transportSemantics: str = "TCP",  # noqa: N803
    ) -> IHostResolution:
        receiver = _AllowedOnly(resolutionReceiver, hostName, self._local_test_site)
        resolution: IHostResolution = self._system.resolveHostName(
            receiver, hostName, portNumber, addressTypes, transportSemantics
        )
        return resolution


@implementer(IResolutionReceiver)
class _AllowedOnly:
    """Passes on what a resolver finds, except addresses that are not allowed."""

    def __init__(self, receiver: Any, host: str, local_test_site: bool) -> None:
        self._receiver, self._host, self._local_test_site = receiver, host, local_test_site

    def resolutionBegan(self, resolution: IHostResolution) -> None:  # noqa: N802
        self._receiver.resolutionBegan(resolution)

    def addressResolved(self, address: Any) -> None:  # noqa: N802
        if is_allowed(address.host, self._local_test_site):
            self._receiver.addressResolved(address)
        else:
            log.warning("address refused", host=self._host, address=address.host)

    def resolutionComplete(self) -> None:  # noqa: N802
        self._receiver.resolutionComplete()
