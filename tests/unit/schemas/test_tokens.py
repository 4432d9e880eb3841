"""Tokens under changing keys: every stored token finds its successor, and equal contacts stay equal."""

import hashlib
import re

import msgspec
import pytest

from schemas.ids import contact_token
from schemas.tokens import MAX_KEYS, TokenKeys, generation_of, has_tokens_before

ONE = TokenKeys.parse("first key\n")
TWO = TokenKeys.parse("first key\nsecond key\n")
THREE = TokenKeys.parse("first key\nsecond key\n\n third key")
PHONE = "+447700900123"


def test_the_first_key_makes_the_tokens_it_always_made() -> None:
    assert ONE.token("phone", PHONE) == contact_token(b"first key", "phone", PHONE)


def test_each_key_has_tokens_of_its_own_form_and_equal_length() -> None:
    tokens = [keys.token("phone", PHONE) for keys in (ONE, TWO, THREE)]
    forms = (r"phone-[0-9a-f]{20}", r"phone-g[0-9a-f]{19}", r"phone-h[0-9a-f]{19}")
    for token, form in zip(tokens, forms, strict=True):
        assert re.fullmatch(form, token)
    assert [generation_of(token[6]) for token in tokens] == [1, 2, 3]


@pytest.mark.parametrize("before", [ONE, TWO, THREE])
@pytest.mark.parametrize(
    ("kind", "value"), [("phone", PHONE), ("email", "a@b.example"), ("wallet", "bc1q"), ("handle", "x:y")]
)
def test_a_stored_token_becomes_what_a_new_ad_gets(before: TokenKeys, kind: str, value: str) -> None:
    text = f"Call [{before.token(kind, value)}], or not."
    assert THREE.renewed(text) == f"Call [{THREE.token(kind, value)}], or not."
    assert THREE.renewed(THREE.renewed(text)) == THREE.renewed(text)


def test_bytes_keep_their_lengths_whatever_holds_them() -> None:
    record = {"contacts": [ONE.token("phone", PHONE), "é"], ONE.token("email", "a@b.example"): 65}  # packed: "A"
    for codec in (msgspec.json, msgspec.msgpack):
        renewed = codec.decode(TWO.renewed_bytes(codec.encode(record)))
        assert renewed == {"contacts": [TWO.token("phone", PHONE), "é"], TWO.token("email", "a@b.example"): 65}


def test_a_later_key_alone_does_not_lead_back_to_a_contact() -> None:
    other = TokenKeys.parse("another first key\nsecond key")
    assert other.token("phone", PHONE) != TWO.token("phone", PHONE)
    assert TokenKeys.parse("first key\nanother").token("phone", PHONE) != TWO.token("phone", PHONE)


@pytest.mark.parametrize(
    "text",
    ["phone-123", "telephone-0123456789abcdef0123", "phone-0123456789abcdef0123a", "site-0123456789abcdef0123", ""],
)
def test_what_is_no_token_stays(text: str) -> None:
    assert TWO.renewed(text) == text


def test_hashes_of_names_go_with_the_keys_as_well() -> None:
    first = ONE.hashed(b"ana", 4)
    assert len(first) == 4
    assert first == hashlib.blake2b(b"ana", key=b"first key", digest_size=4).digest()
    assert THREE.hashed(b"ana", 4) == THREE.renewed_hash(first, 1) == THREE.renewed_hash(TWO.hashed(b"ana", 4), 2)
    assert len({keys.hashed(b"ana", 4) for keys in (ONE, TWO, THREE)}) == 3


def test_old_tokens_are_seen() -> None:
    stored = TWO.token("phone", PHONE).encode()
    assert not has_tokens_before(2, stored)
    assert has_tokens_before(3, b"x " + stored)


@pytest.mark.parametrize("text", ["", " \n ", "\n".join(map(str, range(MAX_KEYS + 1)))])
def test_no_keys_and_too_many_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="token keys"):
        TokenKeys.parse(text)
