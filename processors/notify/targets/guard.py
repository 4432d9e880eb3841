"""Against forged requests: a target on the web must not lead to this host or into the network behind it.

The check is made where the connection is made, on every address a name has, so a name that changes its address
between check and connection (DNS rebinding) gains nothing.
"""

import ipaddress
import socket

from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.resolver import ThreadedResolver

from processors.notify.targets.errors import RefusedError

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


def is_public(address: str) -> bool:
    """Whether an address can be reached on the Internet and is nobody's own network; IPv4 inside IPv6 is unpacked."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    return all(each.is_global and not each.is_multicast for each in (ip, *_inside(ip)))


def _inside(ip: Address) -> list[Address]:
    if isinstance(ip, ipaddress.IPv4Address):
        return []
    packed = [ip.ipv4_mapped, ip.sixtofour, *(ip.teredo or ())]
    if ip in _NAT64:
        packed.append(ipaddress.IPv4Address(int(ip) & 0xFFFF_FFFF))
    return [each for each in packed if each is not None]


class GuardedResolver(AbstractResolver):
    """Resolves names as the system does, and raises RefusedError when one of the addresses is not public."""

    def __init__(self) -> None:
        self._resolver = ThreadedResolver()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """The addresses of a name, all of them public."""
        found = await self._resolver.resolve(host, port, family)
        if not all(is_public(each["host"]) for each in found):
            raise RefusedError("the name leads to an address that is not public")
        return found

    async def close(self) -> None:
        await self._resolver.close()
