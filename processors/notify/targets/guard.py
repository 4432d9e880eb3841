"""Against forged requests: a target on the web must not lead to this host or into the network behind it.

The check is made where the connection is made, on every address a name has, so a name that changes its address
between check and connection (DNS rebinding) gains nothing.
"""

import ipaddress
import socket

from processors.notify.targets.errors import RefusedError

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
# What Python's `is_global` lets through and leads inwards or to an IPv4 address that is not seen here: site-local,
# NAT64 of a network of its own (RFC 8215), and IPv4 in the two forms that nobody may use any more (RFC 4291, 2765).
_INNER = [ipaddress.ip_network(each) for each in ("fec0::/10", "64:ff9b:1::/48", "::/96", "::ffff:0:0:0/96")]


def is_public(address: str) -> bool:
    """Whether an address can be reached on the Internet and is nobody's own network; IPv4 inside IPv6 is unpacked."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if any(ip in network for network in _INNER):
        return False
    return all(each.is_global and not each.is_multicast for each in (ip, *_inside(ip)))


def _inside(ip: Address) -> list[Address]:
    if isinstance(ip, ipaddress.IPv4Address):
        return []
    packed = [ip.ipv4_mapped, ip.sixtofour, *(ip.teredo or ())]
    if ip in _NAT64:
        packed.append(ipaddress.IPv4Address(int(ip) & 0xFFFF_FFFF))
    return [each for each in packed if each is not None]


def public_addresses(host: str, port: int) -> list[str]:
    """The addresses of a name. Raises RefusedError when one of them is not public, OSError when it has none."""
    found = [str(each[4][0]) for each in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not all(map(is_public, found)):
        raise RefusedError("the name leads to an address that is not public")
    return found


def connect(host: str, port: int, timeout_s: float, allow_private: bool) -> socket.socket:
    """A connection; unless private addresses are allowed, to one of the very addresses that were checked."""
    addresses = [host] if allow_private else public_addresses(host, port)
    made = _first(addresses, port, timeout_s)
    made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # else a request in two parts waits 40 ms in between
    return made


def _first(addresses: list[str], port: int, timeout_s: float) -> socket.socket:
    """A connection to the first address that answers: a name often has one of each family, and one works from here."""
    for address in addresses[:-1]:
        try:
            return socket.create_connection((address, port), timeout_s)
        except OSError:
            continue
    return socket.create_connection((addresses[-1], port), timeout_s)
