"""The process as a whole: batches, the real store, rollback, and nothing clear in what goes out or is kept."""

import random
from pathlib import Path

import msgspec
import pytest

from processors.link import build
from processors.link.similarity import SAMPLE
from processors.state import MemoryTransaction, Store
from schemas.ad import EnrichedAd, LinkedAd
from schemas.base import SourceFamily
from schemas.codec import decode, encode
from tests.factories import NOON
from tests.unit.processors.link.cases import FARM, SETTINGS, SHOP, SOFA, Links, ad, dump

FAMILIES = list(SourceFamily)


def some_ads(count: int, seed: int = 3) -> list[EnrichedAd]:
    """Ads of a few texts, contacts, names and places, some seen again and edited."""
    draw = random.Random(seed)
    return [
        ad(
            str(draw.randrange(count // 2)),
            f"{draw.choice((FARM, SHOP, SOFA))} {draw.choice('abcdefg')} {draw.choice('hijklm')}",
            phones=[str(draw.randrange(count // 4)) for _ in range(draw.randrange(3))],
            handles=["help"] if draw.random() < 0.3 else [],
            names=[draw.choice(("Anna", "Berta", "Clara"))],
            place=draw.choice(("Lyon", "Metz", "Nice")),
            family=draw.choice(FAMILIES),
            minutes=draw.randrange(10_000),
        )
        for _ in range(count)
    ]


def last_words(links: Links) -> dict[str, LinkedAd]:
    """What was said last of each ad, however often it was told."""
    return {ad_id: msgspec.structs.replace(linked, revision=0) for ad_id, linked in links.latest.items()}


@pytest.mark.parametrize("size", [1, 7, 120])
def test_batches_of_any_size_end_with_the_same_words(size: int) -> None:
    ads = some_ads(120)
    whole, parts = Links(), Links()
    whole.add(*ads)
    whole.rest()
    for start in range(0, len(ads), size):
        parts.add(*ads[start : start + size])
    parts.rest()
    assert last_words(parts) == last_words(whole)
    assert without_ads(parts) == without_ads(whole)


def without_ads(links: Links) -> dict[str, list[tuple[bytes, bytes]]]:
    """The state without what says how often ads were told."""
    return {table: rows for table, rows in dump(links.tx).items() if table not in ("ads", "ads_rest")}


def test_of_one_batch_only_the_last_word_on_an_ad_is_told() -> None:
    ads = some_ads(120)
    told = [linked.ad_id for answer in Links().add(*ads) for linked in answer]
    assert sorted(told) == sorted({one.ad_id for one in ads})


def test_the_real_store_gives_the_same_and_keeps_it(tmp_path: Path) -> None:
    ads, memory = some_ads(120), Links()
    process, answers = build(SETTINGS, now=NOON.timestamp), []
    for start in range(0, len(ads), 40):
        with Store(tmp_path) as store, store.begin() as tx:
            answers += process(ads[start : start + 40], tx)
            tx.commit({("ads.enriched", 0): start + 40})
        memory.add(*ads[start : start + 40])
    stored = [record for answer in answers for topic, record in answer.outputs if topic.name == "ads.linked"]  # type: ignore[union-attr]
    assert {linked.ad_id: linked for linked in stored} == memory.latest
    with Store(tmp_path) as store, store.begin() as tx:
        assert dump(tx) == dump(memory.tx)


def test_what_is_not_committed_never_was(tmp_path: Path) -> None:
    ads, process = some_ads(80), build(SETTINGS)
    with Store(tmp_path) as store:
        with store.begin() as tx:
            process(ads[:40], tx)
            tx.commit({})
        with store.begin() as tx:
            before = dump(tx)
        with store.begin() as tx:
            first = process(ads[40:], tx)  # and then the process is killed
        with store.begin() as tx:
            assert dump(tx) == before
            assert process(ads[40:], tx) == first


def test_an_ad_that_cannot_be_linked_leaves_the_batch_undone(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        with pytest.raises(AttributeError), store.begin() as tx:
            build(SETTINGS)([ad("1"), None], tx)  # type: ignore[list-item]
        with store.begin() as tx:
            assert not any(dump(tx).values())


def test_nothing_clear_goes_out_or_is_kept() -> None:
    links = Links()
    links.add(*(ad(str(n), FARM, phones=("123",), handles=("h",), names=("Zerlina",), place="Lyon") for n in range(4)))
    out = b"".join(encode(linked) for linked in links.latest.values())
    kept = b"".join(key + value for rows in dump(links.tx).values() for key, value in rows)
    for clear in (b"7700900123", b"clear_h", b"clear title", b"clear", b"Zerlina", b"zerlina"):
        assert clear not in out
        assert clear not in kept
    assert [m.kind.value for m in links.of(ad("1")).mentions] == ["place"]
    assert [m.surface for m in links.of(ad("1")).mentions] == [""]


def test_names_are_hashed_with_the_key() -> None:
    keyed, plain = MemoryTransaction(), MemoryTransaction()
    build(SETTINGS)([ad("1", names=("Anna",))], keyed)
    build(SETTINGS.model_copy(update={"secrets": type(SETTINGS.secrets)()}))([ad("1", names=("Anna",))], plain)
    assert dump(keyed)["ads"] != dump(plain)["ads"]


HOSTILE = [
    ("no values, many shingles", {"signature": (), "shingles": 9_999}),
    ("one value many times", {"signature": (7,) * SAMPLE, "shingles": SAMPLE}),
    ("highest and lowest values", {"signature": (0, 2**32 - 1, 1, 2, 3), "shingles": 10**9}),
    ("an id of the longest kind", {"ad_id": "x" * 200}),
]


@pytest.mark.parametrize("changes", [case[1] for case in HOSTILE], ids=[case[0] for case in HOSTILE])
def test_hostile_records_do_no_harm(changes: dict[str, object]) -> None:
    links = Links()
    hostile = [msgspec.structs.replace(ad(str(n)), **changes) for n in range(3)]
    links.add(*hostile)
    links.add(*hostile)
    links.add(ad("10", SHOP), ad("11", SHOP))
    assert links.of(ad("11")).cluster_size == 2


@pytest.mark.parametrize(
    "changes",
    [{"signature": tuple(range(SAMPLE + 1))}, {"signature": (2**32,)}, {"signature": (-1,)}, {"shingles": -1}],
)
def test_signatures_out_of_bounds_are_refused_at_the_door(changes: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"signature|shingles"):
        decode(EnrichedAd, encode(msgspec.structs.replace(ad("1"), **changes)))
