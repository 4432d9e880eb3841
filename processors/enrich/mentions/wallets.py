"""Wallet addresses, if their checksum is right: Bitcoin of all types, Litecoin, Dogecoin, Dash, Tron, Ethereum and the
chains that share its addresses, Monero, TON."""

import re
from collections.abc import Iterator

import re2

from processors.enrich.checksums import base58_version, is_bech32, is_ethereum, is_monero, is_ton
from processors.enrich.passage import Found, Passage
from schemas.mention import MentionKind

_BASE58 = re.compile(r"(?<![\w])[13LMDTX][1-9A-HJ-NP-Za-km-z]{24,33}(?![\w])")
_BECH32 = re.compile(r"(?<![\w])(?:bc1|ltc1)[02-9ac-hj-np-z]{11,71}(?![\w])")
_ETHEREUM = re.compile(r"(?<![\w])0[xX][0-9a-fA-F]{40}(?![\w])")
_MONERO = re.compile(r"(?<![\w])[48][0-9AB][1-9A-HJ-NP-Za-km-z]{93}(?:[1-9A-HJ-NP-Za-km-z]{11})?(?![\w])")
_TON = re.compile(r"(?<![\w-])[EU]Q[\w-]{46}(?![\w-])", re.ASCII)

# No sign: its count would multiply the states of all the others.
_LONG = re2.compile("[0-9a-z_-]{25}|bc1|ltc1")
_SHORTEST = 25

# The version byte that addresses of a chain begin with.
_CHAINS = {
    0x00: "bitcoin", 0x05: "bitcoin", 0x30: "litecoin", 0x32: "litecoin", 0x1E: "dogecoin", 0x41: "tron", 0x4C: "dash",
}  # fmt: skip


def detect(passage: Passage) -> Iterator[Found]:
    """The wallet addresses of a passage, as written; Bech32 and Ethereum ones in lower case."""
    if not _LONG.search(passage.lower) or max(map(len, passage.lower.split()), default=0) < _SHORTEST:
        return
    for match in _BASE58.finditer(passage.text):
        version = base58_version(match[0])
        if version in _CHAINS:
            yield _found(match[0], match, _CHAINS[version])
    for match in _MONERO.finditer(passage.text):
        if is_monero(match[0]):
            yield _found(match[0], match, "monero")
    for match in _TON.finditer(passage.text):
        if is_ton(match[0]):
            yield _found(match[0], match, "ton")
    for match in _BECH32.finditer(passage.lower):
        if is_bech32(match[0]):
            yield _found(match[0], match, "litecoin" if match[0].startswith("ltc") else "bitcoin")
    if "0x" in passage.lower:
        for match in _ETHEREUM.finditer(passage.text):
            if is_ethereum(match[0]):
                yield _found(match[0].lower(), match, "ethereum")


def _found(value: str, match: re.Match[str], chain: str) -> Found:
    return Found(MentionKind.WALLET, value, match.start(), match.end(), f"wallets.{chain}")
