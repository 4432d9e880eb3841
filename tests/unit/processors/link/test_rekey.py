"""New keys of tokens: ads of before and after are linked as if there had been one key all the time."""

from collections.abc import Sequence

import pytest
from msgspec.structs import replace
from pydantic import SecretStr

from processors.errors import StageStoppedError
from processors.link import build
from processors.link.rekey import rekey
from processors.settings import ProcessorSettings, SecretSettings
from processors.state import MemoryTransaction
from schemas.ad import EnrichedAd, LinkedAd, MaskedText
from schemas.codec import encode
from schemas.mention import CONTACT_KINDS
from schemas.tokens import TokenKeys, has_tokens_before
from tests.unit.processors.link.cases import FARM, SHOP, SOFA, ad

OLD, NEW = "first key", "first key\nsecond key"
BEFORE = [
    ad("1", FARM, phones=["1", "2"], names=["Ana"], place="Lyon", sites=["site.example/ana"]),
    ad("2", SHOP, phones=["2"], handles=["a"], minutes=1, place="Lyon"),
    ad("3", SOFA, phones=["7"], minutes=2),
    ad("2", SHOP, handles=["a"], minutes=3, place="Nice"),  # it had a phone once
]
AFTER = [
    ad("4", FARM.replace("bed", "room"), phones=["1"], names=["Ana"], minutes=10, place="Nice"),
    ad("5", SHOP.replace("bread", "rolls"), phones=["2"], minutes=11),
    ad("6", "A text about a boat on the river and its owner, not seen before", sites=["site.example/ana"], minutes=12),
    ad("7", SOFA, handles=["a"], minutes=13),
]  # fmt: skip


def under(key: str, one: EnrichedAd) -> EnrichedAd:
    """The ad as the enrich stage hands it over under this key."""
    keys = TokenKeys.parse(key)
    mentions = tuple(
        replace(each, token=keys.token(each.kind.value, each.value)) if each.kind in CONTACT_KINDS else each
        for each in one.mentions
    )
    body = " ".join(f"[{each.token}]" for each in mentions if each.token)
    return replace(one, mentions=mentions, masked=MaskedText(body=body))


class Stage:
    """The link stage over one state, whose key may change."""

    def __init__(self) -> None:
        self.tx = MemoryTransaction()
        self.latest: dict[str, LinkedAd] = {}

    def add(self, key: str, ads: Sequence[EnrichedAd]) -> None:
        process = build(ProcessorSettings(secrets=SecretSettings(token_key=SecretStr(key))))
        for one in ads:
            for outcome in process([under(key, one)], self.tx):
                told = [record for _, record in outcome.outputs]  # type: ignore[union-attr]
                self.latest |= {record.ad_id: record for record in told if isinstance(record, LinkedAd)}


def renewed(record: LinkedAd, keys: TokenKeys) -> bytes:
    return keys.renewed_bytes(encode(record))


def test_what_comes_after_a_new_key_is_linked_as_under_one_key_all_the_time() -> None:
    changed, always = Stage(), Stage()
    changed.add(OLD, BEFORE)
    assert rekey(changed.tx, TokenKeys.parse(NEW)) == 5
    changed.add(NEW, AFTER)
    always.add(NEW, [*BEFORE, *AFTER])
    keys = TokenKeys.parse(NEW)
    assert {name: renewed(ad, keys) for name, ad in changed.latest.items()} == {
        name: encode(ad) for name, ad in always.latest.items()
    }
    assert changed.latest[AFTER[1].ad_id].actor == always.latest[BEFORE[0].ad_id].actor


def test_the_state_is_the_one_that_the_new_key_would_have_made() -> None:
    changed, always = Stage(), Stage()
    changed.add(OLD, BEFORE)
    rekey(changed.tx, TokenKeys.parse(NEW))
    always.add(NEW, BEFORE)
    for table in ("contacts", "contact_ads", "edges", "tokens", "clusters", "actors", "ads", "numbers", "counts"):
        assert list(changed.tx.scan(table)) == list(always.tx.scan(table)), table


def test_no_token_of_the_old_key_is_left() -> None:
    stage = Stage()
    stage.add(OLD, BEFORE)
    assert has_tokens_before(2, b" ".join(value for _, value in stage.tx.scan("tokens")))
    rekey(stage.tx, TokenKeys.parse(NEW))
    for table in ("tokens", "ads", "actors", "clusters"):
        assert not has_tokens_before(2, b" ".join(value for _, value in stage.tx.scan(table)))


def test_a_second_time_changes_nothing() -> None:
    stage = Stage()
    stage.add(OLD, BEFORE)
    rekey(stage.tx, TokenKeys.parse(NEW))
    assert rekey(stage.tx, TokenKeys.parse(NEW)) == 0


@pytest.mark.parametrize(("first", "then", "said"), [(OLD, NEW, "adwatch tokens renew"), (NEW, OLD, "lacks")])
def test_a_state_of_another_key_stops_the_stage(first: str, then: str, said: str) -> None:
    stage = Stage()
    stage.add(first, BEFORE[:1])
    with pytest.raises(StageStoppedError, match=said):
        stage.add(then, AFTER[:1])
