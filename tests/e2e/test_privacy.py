"""No clear contact leaves the short-lived topics: not to an index, a long-lived topic, a log or a notification."""

import json
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

import simulator
from adwatch import bus
from schemas.mention import CONTACT_KINDS
from schemas.topics import ALERTS, CHILD_SAFETY, CRAWLS, INDEXED, LINKED, MERGES, SIGHTINGS, TOPICS, VANISHED
from tests.e2e.installation import Installation, installation

pytestmark = [pytest.mark.e2e, pytest.mark.engines, pytest.mark.timeout(600)]
MASKED_TOPICS = (SIGHTINGS, VANISHED, LINKED, INDEXED, ALERTS, MERGES, CRAWLS, CHILD_SAFETY)
STAGES = ("enrich", "link", "index", "alert", "file", "notify")


@pytest.fixture(scope="module")
def world() -> simulator.World:
    return simulator.world(ads=400, seed=23)


@pytest.fixture(scope="module")
def runs(world: simulator.World) -> Iterator[Installation]:
    with installation() as up:
        for stage in STAGES:
            up.start(stage)
        up.publish([simulator.raw_ad(ad, world.observed_at) for ad in world.ads])
        up.drain()
        yield up


@pytest.fixture(scope="module")
def clear(world: simulator.World) -> list[bytes]:
    """Every planted contact, as written in its ad and as a reader would note it."""
    planted = [c for ad in world.ads for c in ad.answer.contacts if c.kind in CONTACT_KINDS]
    forms = {c.surface for c in planted} | {c.value.removeprefix("+") for c in planted}
    forms |= {c.value.split(":", 1)[-1] for c in planted}
    # a bare short word could stand in any text by chance
    return [form.encode() for form in forms if len(form) >= 6]


def leaked(clear: list[bytes], stored: bytes) -> list[bytes]:
    return [form for form in clear if form in stored]


def test_planted_contacts_are_what_we_look_for(clear: list[bytes]) -> None:
    assert len(clear) > 200


def test_no_index_holds_a_clear_contact(runs: Installation, clear: list[bytes]) -> None:
    with runs.reader() as reader:
        assert len(list(reader.ad_ids())) > 300
    stored = b"\n".join(_documents(runs.settings.search.url))
    assert not leaked(clear, stored)


def test_no_masked_topic_holds_a_clear_contact(runs: Installation, clear: list[bytes]) -> None:
    for topic in MASKED_TOPICS:
        stored = b"\n".join(value for _, value in bus.read_all(runs.settings.kafka, topic))
        assert not leaked(clear, stored), topic.name


def test_only_three_topics_may_hold_clear_text_and_their_retention_is_short() -> None:
    clear_text = {name for name in TOPICS if name not in {topic.name for topic in MASKED_TOPICS}}
    assert clear_text == {"ads.raw", "ads.enriched", "ads.dead"}
    assert max(TOPICS[name].retention_ms for name in clear_text) <= 14 * 24 * 3600 * 1000


def test_no_log_and_no_notification_holds_a_clear_contact(runs: Installation, clear: list[bytes]) -> None:
    runs.stop()
    files = [*runs.home.glob("*.log"), *_files(runs.home / "mail"), *_files(runs.home / "posts")]
    assert len(files) > len(STAGES)
    for path in files:
        assert not leaked(clear, path.read_bytes()), path.name


def test_what_the_link_stage_keeps_holds_no_clear_contact(runs: Installation, clear: list[bytes]) -> None:
    for path in _files(runs.home / "state"):
        assert not leaked(clear, path.read_bytes()), path.name


def _documents(url: str) -> Iterator[bytes]:
    """Every document of every index, as stored."""
    with urllib.request.urlopen(f"{url}/_cat/indices?format=json&expand_wildcards=all", timeout=30) as answer:  # noqa: S310
        names = [row["index"] for row in json.load(answer)]
    for name in names:
        with urllib.request.urlopen(f"{url}/{name}/_search?size=10000", timeout=60) as answer:  # noqa: S310
            yield json.dumps(json.load(answer), ensure_ascii=False).encode("utf-8", "replace")


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]
