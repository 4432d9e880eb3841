"""The stream that `adwatch bench flat` measures: contacts are of one world, within which they link as they did."""

import pytest

from benchmarks.invented import of_its_world
from schemas.ad import EnrichedAd, MaskedText
from schemas.mention import Mention, MentionKind
from tests.factories import enriched_ad

TOKEN = "phone-0123456789abcdef0123"


def read(world: int) -> EnrichedAd:
    def mention(kind: MentionKind, value: str, token: str | None = None) -> Mention:
        return Mention(kind=kind, value=value, start=0, end=4, surface="", detector="test", token=token)

    return of_its_world(
        enriched_ad(
            key=f"{world}-p-12",
            masked=MaskedText(body=f"call [{TOKEN}]"),
            mentions=(
                mention(MentionKind.PHONE, "+442079460000", TOKEN),
                mention(MentionKind.URL, "https://a.example/b"),
                mention(MentionKind.AGE, "23"),
            ),
        )
    )


def test_contacts_are_equal_in_one_world() -> None:
    assert read(3) == read(3)


@pytest.mark.parametrize("other", [0, 13, 23, 503])
def test_no_other_world_has_them(other: int) -> None:
    one, two = read(3), read(other)
    tokens = [ad.mentions[0].token or "" for ad in (one, two)]
    assert tokens[0] != tokens[1]
    assert {len(token) for token in tokens} == {len(TOKEN)}
    assert [ad.masked.body for ad in (one, two)] == [f"call [{token}]" for token in tokens]
    assert one.mentions[1].value != two.mentions[1].value
    assert one.mentions[2] == two.mentions[2]
