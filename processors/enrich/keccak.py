"""Keccak-256 as Ethereum and Monero use it: SHA-3 before its standard changed the padding, so `hashlib` has it not."""

_RATE = 136  # bytes taken in at a time
_MASK = (1 << 64) - 1
_ROUNDS = 24


def _rotated(value: int, by: int) -> int:
    return (value << by | value >> (64 - by)) & _MASK if by else value


def _constants() -> tuple[list[int], list[list[int]]]:
    """Round constants and rotation offsets, by the rules of the specification."""
    register, rounds = 1, []
    for _ in range(_ROUNDS):
        value = 0
        for bit in range(7):
            register = (register << 1 ^ (register >> 7) * 0x71) % 256
            if register & 2:
                value |= 1 << (1 << bit) - 1
        rounds.append(value)
    offsets = [[0] * 5 for _ in range(5)]
    x, y = 1, 0
    for step in range(24):
        offsets[x][y] = (step + 1) * (step + 2) // 2 % 64
        x, y = y, (2 * x + 3 * y) % 5
    return rounds, offsets


_CONSTANTS, _OFFSETS = _constants()


def keccak256(data: bytes) -> bytes:
    """The digest of `data`: 32 bytes."""
    lanes = [[0] * 5 for _ in range(5)]
    padded = bytearray(data + b"\x01" + bytes(_RATE - 1 - len(data) % _RATE))
    padded[-1] |= 0x80
    for start in range(0, len(padded), _RATE):
        for index in range(_RATE // 8):
            word = int.from_bytes(padded[start + 8 * index : start + 8 * index + 8], "little")
            lanes[index % 5][index // 5] ^= word
        lanes = _permuted(lanes)
    return b"".join(lanes[index % 5][index // 5].to_bytes(8, "little") for index in range(4))


def _permuted(a: list[list[int]]) -> list[list[int]]:
    for constant in _CONSTANTS:
        column = [a[x][0] ^ a[x][1] ^ a[x][2] ^ a[x][3] ^ a[x][4] for x in range(5)]
        mixed = [column[x - 1] ^ _rotated(column[(x + 1) % 5], 1) for x in range(5)]
        b = [[0] * 5 for _ in range(5)]
        for x in range(5):
            for y in range(5):
                b[y][(2 * x + 3 * y) % 5] = _rotated(a[x][y] ^ mixed[x], _OFFSETS[x][y])
        a = [[b[x][y] ^ (~b[(x + 1) % 5][y] & b[(x + 2) % 5][y]) for y in range(5)] for x in range(5)]
        a[0][0] ^= constant
    return a
