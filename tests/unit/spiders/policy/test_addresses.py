"""Which network addresses a crawl may connect to."""

import pytest

from spiders.policy.addresses import is_allowed

PUBLIC = ["93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946"]
LOOPBACK = ["127.0.0.1", "127.8.9.10", "::1", "::ffff:127.0.0.1"]
INNER = [
    "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",  # noqa: S104
    "255.255.255.255", "fe80::1", "fe80::1%eth0", "fc00::1", "ff02::1", "::", "::ffff:10.0.0.1", "64:ff9b::10.0.0.1",
    "fec0::1", "feff::1", "64:ff9b:1::7f00:1", "64:ff9b:1:ffff::5db8:d822", "::127.0.0.1", "::93.184.216.34",
    "::ffff:0:127.0.0.1", "::ffff:0:93.184.216.34", "2002:0a00:0001::1", "192.0.2.1", "nonsense", "",
]  # fmt: skip


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses_are_for_ordinary_sources(address: str) -> None:
    assert is_allowed(address, local_test_site=False)
    assert not is_allowed(address, local_test_site=True)


@pytest.mark.parametrize("address", LOOPBACK)
def test_loopback_is_for_local_test_sites(address: str) -> None:
    assert is_allowed(address, local_test_site=True)
    assert not is_allowed(address, local_test_site=False)


@pytest.mark.parametrize("address", INNER)
def test_inner_addresses_are_for_nobody(address: str) -> None:
    assert not is_allowed(address, local_test_site=False)
    assert not is_allowed(address, local_test_site=True)
