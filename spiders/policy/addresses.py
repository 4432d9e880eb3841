"""Which network addresses a crawl may connect to. Pure functions."""

import ipaddress

IpAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
# What Python's `is_global` lets through and leads inwards or to an IPv4 address that is not seen here: site-local,
# NAT64 of a network of its own (RFC 8215), and IPv4 in the two forms that nobody may use any more (RFC 4291, 2765).
_INNER = [ipaddress.ip_network(each) for each in ("fec0::/10", "64:ff9b:1::/48", "::/96", "::ffff:0:0:0/96")]


def is_allowed(address: str, local_test_site: bool) -> bool:
    """May we connect to this IP address? Public ones only; for a local test site loopback only."""
    try:
        ip = _unwrapped(ipaddress.ip_address(address.partition("%")[0]))
    except ValueError:
        return False
    if local_test_site:
        return ip.is_loopback
    return ip.is_global and not ip.is_multicast and not any(ip in network for network in _INNER)


def _unwrapped(ip: IpAddress) -> IpAddress:
    """The IPv4 address inside an IPv6 one (mapped, 6to4, Teredo, NAT64), for such an address leads there."""
    if isinstance(ip, ipaddress.IPv4Address):
        return ip
    if ip in ipaddress.ip_network("64:ff9b::/96"):
        return ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None) or ip
