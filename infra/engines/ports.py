"""Loopback ports for the engines."""

import random
import socket
from collections.abc import Collection

from infra.errors import EngineError

# Below the range from which systems take the near end of outgoing connections (32768 and up on Linux): a client that
# tries again and again while its engine is down could otherwise be given, and keep, the very port it is calling.
RANGE = range(20_000, 30_000)
TRIES = 200


def free(port: int) -> bool:
    """Can a server listen on this loopback port now?"""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # connections that are closing do not count
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def pick(taken: Collection[int] = ()) -> int:
    """A free port that is not among `taken`. Raises EngineError when there is none."""
    for port in random.sample(RANGE, TRIES):
        if port not in taken and free(port):
            return port
    raise EngineError(f"no free port found between {RANGE.start} and {RANGE.stop}")


def claim(wanted: int, option: str) -> int:
    """`wanted` itself. Raises EngineError when somebody else listens there."""
    if not free(wanted):
        raise EngineError(f"port {wanted} is taken by another program; stop it or choose another with {option}")
    return wanted


def answers(port: int, timeout_s: float = 0.5) -> bool:
    """Does anybody accept connections on this loopback port?"""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=timeout_s):
            return True
    except OSError:
        return False
