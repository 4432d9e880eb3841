"""Signed checkpoints of the audit log: how many lines there are, and the hash of the last one, under Ed25519.

The chain alone shows what was changed in the middle. A checkpoint shows, too, that lines are missing at the end, and
that somebody without the key worked the hashes out anew. The newest one speaks for all lines before it. Keep copies
elsewhere (`adwatch audit checkpoint`): who can write here can take away the newest line together with its checkpoint.
"""

import os
from collections.abc import Sequence
from pathlib import Path

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from processors import added_lines

_TAIL = 4096  # longer than any checkpoint


class Checkpoint(msgspec.Struct, frozen=True, kw_only=True):
    """The log had `seq` lines, and `head` was the hash of the last one. `key` is the public key, in hex digits."""

    seq: int
    head: str
    key: str
    signature: str


def path(home: Path) -> Path:
    """Where the checkpoints lie, a line each."""
    return home / "audit.checkpoints"


def sign(home: Path, seq: int, head: str) -> Checkpoint:
    """Sign the state of the log, and keep it, unless it is signed; returns when it is on the disk."""
    last = newest(home)
    if last is not None and last.seq == seq:
        return last
    key = _signing_key(home)
    public = key.public_key().public_bytes_raw().hex()
    signed = Checkpoint(seq=seq, head=head, key=public, signature=key.sign(_words(seq, head)).hex())
    added_lines.add(path(home), [signed])
    path(home).chmod(0o600)
    return signed


def newest(home: Path) -> Checkpoint | None:
    """The last checkpoint that is whole."""
    if not path(home).exists():
        return None
    with path(home).open("rb") as file:
        file.seek(-min(_TAIL, file.seek(0, os.SEEK_END)), os.SEEK_END)
        whole = file.read().split(b"\n")[:-1]
    return msgspec.json.decode(whole[-1], type=Checkpoint) if whole else None


def read(file: Path) -> list[Checkpoint]:
    """All checkpoints of a file, the oldest first. Raises FileError for a line that is none."""
    return list(added_lines.read(file, Checkpoint, "checkpoint"))


def problems(kept: Sequence[Checkpoint], hashes: Sequence[str], public_key: str | None) -> list[str]:
    """What is wrong with a log whose lines have these hashes, in view of checkpoints that were kept of it.

    `public_key` is the one that must have signed; without it, the key named by the checkpoint itself.
    """
    if not kept:
        return ["no signed checkpoint: they were taken away, or nothing was written since signing began"]
    found = [problem for each in kept if (problem := _disagrees(each, hashes))]
    newest = max(kept, key=lambda each: each.seq)
    if not _is_signed(newest, public_key or newest.key):
        found.append(f"checkpoint of line {newest.seq}: the signature is not by this key")
    return found


def unsigned(kept: Sequence[Checkpoint], hashes: Sequence[str]) -> list[str]:
    """Lines after the newest checkpoint. One may be there: a crash came between the line and its checkpoint."""
    newest = max((each.seq for each in kept), default=len(hashes))
    return [f"lines {newest + 1} to {len(hashes)}: are not signed"] if len(hashes) > newest + 1 else []


def _disagrees(checkpoint: Checkpoint, hashes: Sequence[str]) -> str | None:
    if checkpoint.seq > len(hashes):
        return f"line {checkpoint.seq}: was signed and is missing; the log ends with line {len(hashes)}"
    if checkpoint.seq < 1 or hashes[checkpoint.seq - 1] != checkpoint.head:
        return f"line {checkpoint.seq}: is not the one that was signed"
    return None


def _is_signed(checkpoint: Checkpoint, public_key: str) -> bool:
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_key))
        key.verify(bytes.fromhex(checkpoint.signature), _words(checkpoint.seq, checkpoint.head))
    except (InvalidSignature, ValueError):
        return False
    return True


def _words(seq: int, head: str) -> bytes:
    return f"adwatch audit 1\x1f{seq}\x1f{head}".encode()


def _signing_key(home: Path) -> Ed25519PrivateKey:
    """The key of this installation, made with the first line of the log. The log's lock is held meanwhile."""
    file = home / "secrets" / "audit_key"
    if not file.exists():
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        made = file.with_name(".audit_key")
        made.unlink(missing_ok=True)
        with os.fdopen(os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as new:
            new.write(Ed25519PrivateKey.generate().private_bytes_raw().hex() + "\n")
            new.flush()
            os.fsync(new.fileno())
        made.replace(file)
    return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(file.read_text().strip()))
