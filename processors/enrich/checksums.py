"""Checksums inside wallet addresses: Base58Check, Bech32 (BIP 173, BIP 350), Ethereum (EIP-55), Monero, TON."""

from base64 import urlsafe_b64decode
from binascii import crc_hqx
from hashlib import sha256

from processors.enrich.keccak import keccak256

_BASE58 = {char: value for value, char in enumerate("123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz")}
_BECH32 = {char: value for value, char in enumerate("qpzry9x8gf2tvdw0s3jn54khce6mua7l")}
_GENERATOR = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
_BECH32_CONSTANTS = (1, 0x2BC830A3)  # of witness version 0, and of the later ones
_PROGRAMS = {0: (20, 32), 1: (32,)}  # bytes that a witness program of a version has; 2 to 40 in the others
_MONERO_BLOCKS = {11: 8, 7: 5}  # characters of a block of Monero's Base58 -> bytes
_MONERO_NETWORKS = (18, 19, 42)  # standard, with a payment id, subaddress
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
    """Is this a Bech32 or Bech32m address, each for its own witness versions, with a right checksum? Lower case."""
    prefix, _, data = address.rpartition("1")
    if not prefix or len(data) < 8 or any(char not in _BECH32 for char in data):
        return False
    digits = [_BECH32[char] for char in data]
    version, size = digits[0], (len(digits) - 7) * 5 // 8
    check = 1
    for value in [ord(char) >> 5 for char in prefix] + [0] + [ord(char) & 31 for char in prefix] + digits:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for bit, term in enumerate(_GENERATOR):
            check ^= term if top >> bit & 1 else 0
    return check == _BECH32_CONSTANTS[version > 0] and version <= 16 and size in _PROGRAMS.get(version, range(2, 41))


def is_ethereum(address: str) -> bool:
    """Is the checksum right that the capital letters of "0x..." are? Without both sizes of letters there is none."""
    digits = address[2:]
    if digits in (digits.lower(), digits.upper()):
        return True
    digest = keccak256(digits.lower().encode()).hex()
    return all(char.isdigit() or char.isupper() == (sign >= "8") for char, sign in zip(digits, digest, strict=False))


def is_monero(address: str) -> bool:
    """Is this an address of Monero's main network with a right checksum?"""
    raw = b""
    for start in range(0, len(address), 11):
        block = address[start : start + 11]
        number, size = 0, _MONERO_BLOCKS.get(len(block), 0)
        for char in block:
            number = number * 58 + _BASE58.get(char, 0)
        if number.bit_length() > size * 8:
            return False
        raw += number.to_bytes(size, "big")
    return raw[0] in _MONERO_NETWORKS and keccak256(raw[:-4])[:4] == raw[-4:]


def is_ton(address: str) -> bool:
    """Is this a TON address of 48 characters with a right checksum?"""
    raw = urlsafe_b64decode(address)
    return crc_hqx(raw[:-2], 0) == int.from_bytes(raw[-2:], "big")
