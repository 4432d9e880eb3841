"""The vault's sealing: opens with the right key and whole, and in no other case."""

import base64
from typing import Any

import pytest
from msgspec.structs import replace

from processors import vault
from processors.settings import ProcessorSettings
from processors.stage import Emit, Outcome, Retry
from processors.vault import KeyRing, VaultError, new_key, open_sealed, original_of, rewrap, seal
from schemas.ad import EnrichedAd
from schemas.codec import decode, encode
from schemas.mention import Mention, MentionKind
from schemas.sealed import SealedAd
from tests.factories import enriched_ad

BODY = "Ring +44 7700 900123 or write to ana@farm.example"
PHONE, EMAIL = "phone-0011", "email-2233"


def ad(**changes: Any) -> EnrichedAd:
    mentions = (
        Mention(kind=MentionKind.PHONE, value="+447700900123", start=5, end=20, surface="+44 7700 900123",
                detector="phones", token=PHONE),
        Mention(kind=MentionKind.EMAIL, value="ana@farm.example", start=33, end=49, surface="ana@farm.example",
                detector="emails", token=EMAIL),
        Mention(kind=MentionKind.PHONE, value="+447700900123", start=5, end=20, surface="+447700900123",
                detector="phones", token=PHONE),
        Mention(kind=MentionKind.AGE, value="21", start=0, end=2, surface="21", detector="ages"),
    )  # fmt: skip
    return enriched_ad(**{"body": BODY, "fields": {"contact": "é"}, "mentions": mentions, **changes})


def ring(*keys: str) -> KeyRing:
    return KeyRing.parse("\n".join(keys))


@pytest.fixture
def keys() -> KeyRing:
    return ring(new_key())


def sealed(one: EnrichedAd, keys: KeyRing) -> SealedAd:
    return seal(one, original_of(one), keys)


def test_what_is_sealed_opens_as_it_was(keys: KeyRing) -> None:
    record = decode(SealedAd, encode(sealed(ad(), keys)))  # as it comes back from the index
    original = open_sealed(record, keys)
    assert (original.body, original.fields, original.url) == (BODY, {"contact": "é"}, ad().url)
    assert [(each.token, each.value) for each in original.contacts] == [
        (PHONE, "+447700900123"),
        (EMAIL, "ana@farm.example"),
    ]
    assert record.tokens == (PHONE, EMAIL)


def test_nothing_clear_is_in_what_is_stored(keys: KeyRing) -> None:
    record = sealed(ad(), keys)
    stored = encode(record) + record.sealed + record.wrapped_key
    assert not [form for form in (b"7700", b"farm.example", b"Ring", b"jobs.example") if form in stored]


def test_two_seals_of_one_ad_have_nothing_in_common(keys: KeyRing) -> None:
    one, other = sealed(ad(), keys), sealed(ad(), keys)
    assert one.wrapped_key != other.wrapped_key
    assert one.sealed[:12] != other.sealed[:12]


def flipped(stored: bytes, place: int) -> bytes:
    return stored[:place] + bytes([stored[place] ^ 1]) + stored[place + 1 :]


@pytest.mark.parametrize(
    "changes",
    [
        {"sealed": 0}, {"sealed": 12}, {"sealed": -1}, {"wrapped_key": 0}, {"wrapped_key": 39},
    ],
)  # fmt: skip
def test_one_changed_bit_and_it_does_not_open(keys: KeyRing, changes: dict[str, int]) -> None:
    record = sealed(ad(), keys)
    [(name, place)] = changes.items()
    value = getattr(record, name)
    with pytest.raises(VaultError, match="changed"):
        open_sealed(replace(record, **{name: flipped(value, place % len(value))}), keys)


def test_a_record_put_in_the_place_of_another_does_not_open(keys: KeyRing) -> None:
    record = sealed(ad(), keys)
    with pytest.raises(VaultError, match="changed or moved"):
        open_sealed(replace(record, ad_id="another"), keys)


def test_an_emptied_record_does_not_open(keys: KeyRing) -> None:
    for part in ({"sealed": b""}, {"wrapped_key": b""}):
        with pytest.raises(VaultError):
            open_sealed(replace(sealed(ad(), keys), **part), keys)


def test_another_key_opens_nothing(keys: KeyRing) -> None:
    with pytest.raises(VaultError, match=r"not in secrets\.vault_key"):
        open_sealed(sealed(ad(), keys), ring(new_key()))


def test_a_new_master_key_takes_over_and_the_old_one_can_go() -> None:
    old, new = new_key(), new_key()
    before = sealed(ad(), ring(old))
    both = ring(new, old)
    assert open_sealed(before, both).body == BODY
    after = rewrap(before, both)
    assert after.sealed == before.sealed
    assert open_sealed(after, ring(new)).body == BODY
    with pytest.raises(VaultError):
        open_sealed(after, ring(old))


@pytest.mark.parametrize("text", ["", "  \n", "short", base64.urlsafe_b64encode(b"x" * 16).decode(), "é" * 44])
def test_what_is_no_key_is_refused_without_being_quoted(text: str) -> None:
    with pytest.raises(VaultError) as refused:
        KeyRing.parse(text)
    assert not text.strip() or text not in str(refused.value)


def installation(**sections: dict[str, Any]) -> ProcessorSettings:
    return ProcessorSettings.model_validate(sections)


def filed(into: list[SealedAd]) -> vault.File:
    def file(records: Any) -> list[Outcome]:
        into.extend(records)
        return [Emit()] * len(records)

    return file


def test_the_stage_seals_what_comes_and_waits_without_a_key() -> None:
    kept: list[SealedAd] = []
    key = new_key()
    process = vault.build(installation(secrets={"vault_key": key}), filed(kept))
    assert process([ad(), ad(ad_id="b")]) == [Emit(), Emit()]
    assert [open_sealed(each, ring(key)).body for each in kept] == [BODY, BODY]

    assert vault.build(installation(), filed(kept))([ad()]) == [Retry("vault: no key")]
    nothing = vault.build(installation(vault={"keep_originals": False}), filed(kept))
    assert nothing([ad()]) == [Emit()]
    assert len(kept) == 2
