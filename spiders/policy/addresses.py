"""Which network addresses a crawl may connect to. Pure functions."""

import ipaddress

IpAddress = ipaddress.IPv4Address | ipaddress.IPv6Address


def is_allowed(address: str, local_test_site: bool) -> bool:
    """May we connect to this IP address? Public ones only; for a local test site loopback only."""
    try:
        ip = _unwrapped(ipaddress.ip_address(address.partition("%")[0]))
    except ValueError:
        return False
    if local_test_site:
        return ip.is_loopback
    return ip.is_global and not ip.is_multicast


def _unwrapped(ip: IpAddress) -> IpAddress:
    """The IPv4 address inside an IPv6 one (mapped, 6to4, Teredo, NAT64), for such an address leads there."""
    if isinstance(ip, ipaddress.IPv4Address):
        return ip
    if ip in ipaddress.ip_network("64:ff9b::/96"):
        return ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None) or ip
