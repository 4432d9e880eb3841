"""Hosts inside of one machine: network namespaces of Linux, on a switch that nothing outside reaches.

What is started inside of a host lives there: `with network.inside("one"): start()`. Only root may make them.
"""

import ctypes
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager

HUB = "hub"  # the host that the switch is on, and whatever all others are to reach
_NETWORK = "10.77.0"  # private addresses, RFC 1918; each network has namespaces of its own
_NEW_NETWORK = 0x40000000  # CLONE_NEWNET


def why_not() -> str:
    """Why hosts cannot be made here; empty when they can."""
    if sys.platform != "linux" or os.geteuid() != 0 or shutil.which("ip") is None:
        return "needs Linux, root and the command ip"
    try:
        with hosts(("trial",)):
            return ""
    except (OSError, subprocess.CalledProcessError) as error:
        return f"network namespaces are not allowed here ({type(error).__name__})"


class Network:
    """The hub and the hosts that hang on it."""

    def __init__(self, names: Sequence[str]) -> None:
        self._mark = f"adw{os.getpid()}"
        self.addresses = {HUB: f"{_NETWORK}.1", **{name: f"{_NETWORK}.{n}" for n, name in enumerate(names, 11)}}

    @contextmanager
    def inside(self, name: str) -> Iterator[None]:
        """This thread, and every thread and process that it starts in the block, is on that host."""
        own = os.open("/proc/thread-self/ns/net", os.O_RDONLY)
        there = os.open(f"/run/netns/{self._space(name)}", os.O_RDONLY)
        try:
            _enter(there)
            try:
                yield
            finally:
                _enter(own)
        finally:
            os.close(own)
            os.close(there)

    def cut(self, name: str) -> None:
        """Pull the host's cable out of the switch: nothing goes through, and nobody is told."""
        _ip("-n", self._space(HUB), "link", "set", _port(self.addresses[name]), "down")

    def mend(self, name: str) -> None:
        """Put it in again."""
        _ip("-n", self._space(HUB), "link", "set", _port(self.addresses[name]), "up")

    def make(self, made: ExitStack) -> None:
        """Everything, to be removed when `made` is closed."""
        for name in self.addresses:
            _ip("netns", "add", self._space(name))
            made.callback(_ip, "netns", "del", self._space(name))
            _ip("-n", self._space(name), "link", "set", "lo", "up")
        hub = self._space(HUB)
        _ip("-n", hub, "link", "add", "switch", "type", "bridge")
        _ip("-n", hub, "address", "add", f"{self.addresses[HUB]}/24", "dev", "switch")
        _ip("-n", hub, "link", "set", "switch", "up")
        for name, address in self.addresses.items():
            if name != HUB:
                self._plug_in(name, address)

    def _plug_in(self, name: str, address: str) -> None:
        hub, host, port = self._space(HUB), self._space(name), _port(address)
        _ip("-n", hub, "link", "add", port, "type", "veth", "peer", "name", "net0", "netns", host)
        _ip("-n", hub, "link", "set", port, "master", "switch", "up")
        _ip("-n", host, "address", "add", f"{address}/24", "dev", "net0")
        _ip("-n", host, "link", "set", "net0", "up")

    def _space(self, name: str) -> str:
        return f"{self._mark}-{name}"


@contextmanager
def hosts(names: Sequence[str]) -> Iterator[Network]:
    """A network of these hosts while the block runs. End what runs on them before: a namespace lives until then."""
    network = Network(names)
    with ExitStack() as made:
        network.make(made)
        yield network


def _port(address: str) -> str:
    return f"port{address.rpartition('.')[2]}"


def _enter(namespace: int) -> None:
    if ctypes.CDLL(None, use_errno=True).setns(namespace, _NEW_NETWORK):
        raise OSError(ctypes.get_errno(), "setns")


def _ip(*arguments: str) -> None:
    subprocess.run(["ip", *arguments], check=True, capture_output=True)
