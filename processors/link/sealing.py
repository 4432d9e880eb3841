"""Values of the state with a checksum behind them: a damaged disk is an error, never a wrong link."""

from zlib import crc32

from processors.errors import StageStoppedError

_SIZE = 4


class DamagedStateError(StageStoppedError):
    """Raised when the state is not as it was written. The stage stops before it says anything because of it."""

    def __init__(self, what: str) -> None:
        super().__init__(f"the state of link is damaged: {what}", "check the disk, then run: adwatch link rebuild")


def sealed(value: bytes) -> bytes:
    """The value with its checksum."""
    return value + crc32(value).to_bytes(_SIZE, "big")


def opened(stored: bytes) -> bytes:
    """The value. Raises DamagedStateError when it is another one than was sealed."""
    value = stored[:-_SIZE]
    if crc32(value).to_bytes(_SIZE, "big") != stored[-_SIZE:]:
        raise DamagedStateError("a value is not what its checksum says")
    return value
