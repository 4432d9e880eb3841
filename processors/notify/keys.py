"""Keys of what the stage remembers: short, and of one length."""

import hashlib

MOMENT = 8  # bytes of a moment, and of a short name


def short(name: str) -> bytes:
    """Eight bytes that stand for a name."""
    return hashlib.blake2b(name.encode("utf-8", "surrogatepass"), digest_size=MOMENT).digest()


def note_key(message_id: str, identity: str) -> bytes:
    """The key of the note about a message and a target."""
    name = f"{message_id}\x1f{identity}".encode("utf-8", "surrogatepass")
    return hashlib.blake2b(name, digest_size=16).digest()


def held_key(team: str, alert_id: str) -> bytes:
    """The key of an alert that is held for a team."""
    return short(team) + short(alert_id)


def moment_key(moment: int) -> bytes:
    """Eight bytes in the order of time."""
    return max(moment, 0).to_bytes(MOMENT, "big")
