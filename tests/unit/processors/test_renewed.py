"""Records of before a new key of tokens reach every stage with the tokens of today."""

from collections.abc import Sequence
from typing import Any

import pytest

from processors.renewed import with_new_tokens
from processors.settings import ProcessorSettings
from processors.stage import Emit, Outcome
from schemas.ad import MaskedText
from schemas.mention import Contact, MentionKind
from schemas.tokens import TokenKeys
from tests.factories import linked_ad

ONE, TWO = "first key", "first key\nsecond key"


def ad_under(key: str) -> Any:
    token = TokenKeys.parse(key).token("phone", "+447700900123")
    contacts = (Contact(kind=MentionKind.PHONE, token=token),)
    return linked_ad(masked=MaskedText(body=f"Call [{token}]."), contacts=contacts)


@pytest.mark.parametrize(("key", "record"), [(ONE, ONE), (TWO, ONE), (TWO, TWO)])
def test_a_stage_sees_the_tokens_of_the_key_in_force(key: str, record: str) -> None:
    seen: list[Any] = []

    def process(records: Sequence[Any], *transaction: Any) -> list[Outcome]:
        seen.extend((*records, *transaction))
        return [Emit()] * len(records)

    settings = ProcessorSettings.model_validate({"secrets": {"token_key": key}})
    assert with_new_tokens(process, settings)([ad_under(record)], "transaction") == [Emit()]
    assert seen == [ad_under(key), "transaction"]


def test_without_a_key_nothing_changes() -> None:
    def process(_: Sequence[Any]) -> list[Outcome]:
        return []

    assert with_new_tokens(process, ProcessorSettings()) is process
