"""The corpus holds what it promises: whole stories, complete answer sheets, the same for the same seed."""

import re
from collections import Counter, defaultdict
from pathlib import Path

import msgspec
import pytest

from processors.catalogue import load
from simulator import World, raw_ad
from simulator.corpus import corpus
from simulator.corpus.book import book
from simulator.corpus.stories import stories
from tests.unit.simulator.test_text import UNWANTED, normal, wording

CATALOGUE = Path(__file__).parents[4] / "catalogue"
LANGUAGES = ("en", "ar")


@pytest.fixture(scope="module")
def frozen() -> World:
    """One round in two languages, one of them from right to left."""
    return corpus("frozen", 5, only=LANGUAGES)


def test_the_same_seed_gives_the_same_ads_and_another_share_others(frozen: World) -> None:
    again = corpus("frozen", 5, only=LANGUAGES)
    assert msgspec.json.encode(again) == msgspec.json.encode(frozen)
    assert not {ad.body for ad in corpus("open", 5, only=LANGUAGES).ads} & {ad.body for ad in frozen.ads}


def test_every_story_is_told_whole_in_every_language(frozen: World) -> None:
    told = Counter((ad.answer.case, ad.answer.language) for ad in frozen.ads)
    for name, story in stories().items():
        for language in LANGUAGES:
            assert told[name, language] == sum(step.posts for step in story.steps)


def test_a_language_without_phrases_is_refused() -> None:
    with pytest.raises(ValueError, match="no phrases for xx; there are ar"):
        corpus("open", only=["xx"])


def test_a_recruiter_is_the_one_behind_the_later_service_ads(frozen: World) -> None:
    groups = defaultdict(list)
    for ad in frozen.ads:
        if ad.answer.case == "stage_then_service":
            groups[ad.answer.group].append(ad)
    assert len(groups) == len(LANGUAGES)
    for ads in groups.values():
        assert len({ad.answer.actor for ad in ads}) == 1
        jobs = [ad for ad in ads if ad.answer.kind == "hostess"]
        services = [ad for ad in ads if ad.answer.kind == "massage"]
        assert max(ad.changed_at for ad in jobs) < min(ad.changed_at for ad in services)
        assert len({ad.answer.persons for ad in services}) == len(services)


def test_a_text_used_by_several_is_one_cluster_with_several_actors(frozen: World) -> None:
    ads = [ad for ad in frozen.ads if ad.answer.case == "shared_text" and ad.answer.language == "en"]
    assert len({ad.answer.cluster for ad in ads}) == 1
    assert len({ad.answer.actor for ad in ads}) == len(ads)
    assert len({ad.answer.group for ad in ads}) == 1


def test_statements_stand_in_the_ads_and_what_may_be_read_either_way_is_not_stated(frozen: World) -> None:
    for ad in frozen.ads:
        assert not set(ad.answer.doubtful) & set(ad.answer.indicators)
        assert set(ad.answer.sentences) <= {*ad.answer.indicators, *ad.answer.denied, *ad.answer.doubtful}
        for sentence in ad.answer.sentences.values():
            assert re.split(r"[{.!?:,،]", sentence)[0][:20] in ad.body


def test_about_half_of_the_statements_with_set_words_use_them(frozen: World) -> None:
    usual = {name for name, parts in book("en", "frozen").statements.items() if "usual" in parts}
    said = [
        (name, ad.answer) for ad in frozen.ads for name in set(ad.answer.sentences) & usual & set(ad.answer.indicators)
    ]
    share = sum(name in answer.in_set_words for name, answer in said) / len(said)
    assert 0.4 < share < 0.6


def test_look_alikes_and_decoys_state_nothing_that_nobody_lawful_says(frozen: World) -> None:
    unlawful = {
        "LB-06",
        "LB-07",
        "LB-09",
        "LB-13",
        "LB-16",
        "LB-19",
        "LB-21",
        "LB-22",
        "OR-01",
        "FM-01",
        "ST-01",
        "SX-16",
    }
    lawful = [ad for ad in frozen.ads if ad.answer.standing in ("look_alike", "decoy")]
    assert lawful
    assert [ad.key for ad in lawful if unlawful & set(ad.answer.indicators)] == []


def test_every_indicator_is_in_the_catalogue(frozen: World) -> None:
    known = set(load(CATALOGUE).indicators)
    answers = [ad.answer for ad in frozen.ads]
    assert {name for one in answers for name in (*one.indicators, *one.denied, *one.doubtful)} <= known


def test_texts_are_in_normal_form_and_in_wording_that_anybody_may_read(frozen: World) -> None:
    unwanted = set(UNWANTED.split())
    for ad in frozen.ads:
        assert normal(ad.body) == ad.body
        assert not unwanted & set(re.findall(r"\w+", wording(ad).lower()))
        assert ad.answer.lane == "ordinary"


def test_every_ad_makes_a_record(frozen: World) -> None:
    ids = {raw_ad(ad, ad.changed_at).ad_id for ad in frozen.ads}
    assert len(ids) == len(frozen.ads)
