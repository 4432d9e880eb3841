"""Checksums inside wallet addresses: Base58Check and Bech32 (BIP 173, BIP 350)."""

from hashlib import sha256

_BASE58 = {char: value for value, char in enumerate("123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz")}
_BECH32 = {char: value for value, char in enumerate("qpzry9x8gf2tvdw0s3jn54khce6mua7l")}
_GENERATOR = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
_BECH32_CONSTANTS = (1, 0x2BC830A3)
_SIZE = 25  # bytes: version, hash, checksum


def base58_version(address: str) -> int | None:
    """The version byte of a Base58Check address of 25 bytes; None if it is none or the checksum is wrong."""
    number = 0
    for char in address:
        if char not in _BASE58:
            return None
        number = number * 58 + _BASE58[char]
    if number.bit_length() > _SIZE * 8:
        return None
    raw = number.to_bytes(_SIZE, "big")
    return raw[0] if sha256(sha256(raw[:-4]).digest()).digest()[:4] == raw[-4:] else None


def is_bech32(address: str) -> bool:
    """Is this a Bech32 or Bech32m address with a right checksum? Lower case."""
    prefix, _, data = address.rpartition("1")
    if not prefix or any(char not in _BECH32 for char in data):
        return False
    values = [ord(char) >> 5 for char in prefix] + [0] + [ord(char) & 31 for char in prefix]
    check = 1
    for value in values + [_BECH32[char] for char in data]:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for bit, term in enumerate(_GENERATOR):
            check ^= term if top >> bit & 1 else 0
    return check in _BECH32_CONSTANTS
