"""Nothing clear leaves the short-lived topics but sealed: no contact and no name, not to an index, a long-lived topic,
a state, a log, a metric or a notification. What is looked for is the answer sheet of the simulated corpus."""

import json
import re
import socket
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

import simulator
from adwatch import bus
from schemas.ad import RawAd
from schemas.ids import ad_id
from schemas.mention import CONTACT_KINDS, MentionKind
from schemas.topics import RAW, TOPICS, Topic
from tests.e2e.installation import Installation, installation

pytestmark = [pytest.mark.e2e, pytest.mark.engines, pytest.mark.timeout(600)]
CLEAR = {"ads.raw", "ads.enriched", "ads.dead"}  # what may hold clear text, for a short time
MASKED_TOPICS = [topic for topic in TOPICS.values() if topic.name not in CLEAR]
NEED_A_PERSON = {"ads.cluster_merges", "ads.splits"}  # nothing comes of them before an analyst decides something
EMAIL = MentionKind.EMAIL
CRAWLED = "demo_feed"  # crawled on two days, so that there are sightings, reports and ads that vanished
STAGES = ("enrich", "seal", "link", "index", "alert", "health", "file", "notify")


@pytest.fixture(scope="module")
def days() -> tuple[simulator.World, simulator.World]:
    return simulator.world(ads=400, seed=23), simulator.world(ads=400, seed=23, visit=2)


@pytest.fixture(scope="module")
def ads(days: tuple[simulator.World, simulator.World]) -> list[simulator.InventedAd]:
    """Everything that comes in."""
    first, second = days
    return [*first.ads, *(ad for ad in second.ads if ad.site == CRAWLED)]


@pytest.fixture(scope="module")
def ports() -> dict[str, int]:
    """A free port for the metrics of each stage."""
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in STAGES]
    found = dict(zip(STAGES, (each.getsockname()[1] for each in sockets), strict=True))
    for each in sockets:
        each.close()
    return found


@pytest.fixture(scope="module")
def runs(days: tuple[simulator.World, simulator.World], ports: dict[str, int]) -> Iterator[Installation]:
    first, second = days
    with simulator.serve(first) as sites, installation(sites.base) as up:
        for stage in STAGES:
            up.start(stage, ADWATCH_METRICS_PORT=str(ports[stage]))
        up.publish([simulator.raw_ad(ad, first.observed_at) for ad in first.ads if ad.site != CRAWLED])
        up.crawl(CRAWLED)
        up.drain()
        up.publish([joining(first)])  # after the two it joins: nothing orders them on the bus
        sites.show(second)
        up.crawl(CRAWLED)
        up.drain()
        yield up


@pytest.fixture(scope="module")
def clear(ads: list[simulator.InventedAd]) -> list[bytes]:
    """Every planted contact, as written in its ad and as a reader would note it."""
    planted = [c for ad in ads for c in ad.answer.contacts if c.kind in CONTACT_KINDS]
    forms = {c.surface for c in planted} | {c.value.removeprefix("+") for c in planted}
    forms |= {c.value.split(":", 1)[-1] for c in planted}
    # a bare short word could stand in any text by chance
    return [form.encode() for form in forms if len(form) >= 6]


@pytest.fixture(scope="module")
def persons(ads: list[simulator.InventedAd]) -> re.Pattern[str]:
    """Finds the names of persons, as whole words; three letters could be any word."""
    names = {name for ad in ads for name in ad.answer.persons if len(name) >= 4}
    assert len(names) > 20
    return re.compile(rf"\b(?:{'|'.join(sorted(names))})\b")


def joining(world: simulator.World) -> RawAd:
    """An ad with the contacts of two advertisers, who thereby turn out to be one."""
    by_mail: dict[str | None, simulator.InventedAd] = {}
    for ad in world.ads:
        contacts = ad.answer.contacts
        if ad.site != CRAWLED and any(c.kind is EMAIL for c in contacts) and not any(c.hub for c in contacts):
            by_mail.setdefault(ad.answer.actor, ad)
    one, other = list(by_mail.values())[:2]
    raw, key = simulator.raw_ad(one, world.observed_at), "both"
    return replace(raw, key=key, ad_id=ad_id(raw.source, key), body=f"{one.body}\n{other.body}")


def leaked(clear: list[bytes], stored: bytes) -> list[bytes]:
    return [form for form in clear if form in stored]


def test_planted_contacts_are_what_we_look_for(clear: list[bytes]) -> None:
    assert len(clear) > 200


def test_what_we_look_for_came_in(runs: Installation, clear: list[bytes], persons: re.Pattern[str]) -> None:
    stored = _records(runs, RAW)
    assert len(leaked(clear, stored)) > 200
    assert persons.search(stored.decode())


def test_no_index_holds_a_clear_contact(runs: Installation, clear: list[bytes]) -> None:
    with runs.reader() as reader:
        assert len(list(reader.ad_ids())) > 300
        assert sum(reader.vault_keys().values()) > 300, "the vault is one of the indices that are looked through"
    stored = b"\n".join(_documents(runs.settings.search.url))
    assert not leaked(clear, stored)


def test_no_masked_topic_holds_a_clear_contact_or_a_name(
    runs: Installation, clear: list[bytes], persons: re.Pattern[str]
) -> None:
    for topic in MASKED_TOPICS:
        stored = _records(runs, topic)
        assert stored or topic.name in NEED_A_PERSON, f"nothing on {topic.name}: this proves nothing"
        assert not leaked(clear, stored), topic.name
        assert not persons.findall(stored.decode()), topic.name


def test_no_metric_holds_a_clear_contact_or_a_name(
    runs: Installation, ports: dict[str, int], clear: list[bytes], persons: re.Pattern[str]
) -> None:
    for stage, port in ports.items():
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=10) as answer:
            said = answer.read()
        assert f'stage="{stage}"'.encode() in said
        assert not leaked(clear, said), stage
        assert not persons.findall(said.decode()), stage


def test_no_index_and_no_notification_names_a_person(runs: Installation, persons: re.Pattern[str]) -> None:
    parts = [part for mail in runs.mails.mails() for part in mail.walk() if part.get_content_maintype() == "text"]
    assert parts
    posts = [json.dumps(message, ensure_ascii=False) for message in runs.posts.messages()]
    assert posts
    documents = [document.decode() for document in _documents(runs.settings.search.url)]
    for text in (*documents, *posts, *(part.get_content() for part in parts)):
        assert not persons.findall(text)


def test_only_three_topics_may_hold_clear_text_and_their_retention_is_short() -> None:
    assert max(TOPICS[name].retention_ms for name in CLEAR) <= 14 * 24 * 3600 * 1000


def test_no_log_and_no_notification_holds_a_clear_contact_or_a_name(
    runs: Installation, clear: list[bytes], persons: re.Pattern[str]
) -> None:
    runs.stop()
    files = [*runs.home.glob("*.log"), *_files(runs.home / "mail"), *_files(runs.home / "posts")]
    assert {path.name for path in files} > {"crawl.log", *(f"{stage}.log" for stage in STAGES)}
    for path in files:
        assert not leaked(clear, path.read_bytes()), path.name
        assert not persons.findall(path.read_text("utf-8", "replace")), path.name


def test_what_the_link_stage_keeps_holds_no_clear_contact(runs: Installation, clear: list[bytes]) -> None:
    for path in _files(runs.home / "state"):
        assert not leaked(clear, path.read_bytes()), path.name


def _records(runs: Installation, topic: Topic) -> bytes:
    """All that a topic holds."""
    return b"\n".join(value for _, value in bus.read_all(runs.settings.kafka, topic))


def _documents(url: str) -> Iterator[bytes]:
    """Every document of every index, as stored."""
    with urllib.request.urlopen(f"{url}/_cat/indices?format=json&expand_wildcards=all", timeout=30) as answer:  # noqa: S310
        names = [row["index"] for row in json.load(answer)]
    for name in names:
        with urllib.request.urlopen(f"{url}/{name}/_search?size=10000", timeout=60) as answer:  # noqa: S310
            yield json.dumps(json.load(answer), ensure_ascii=False).encode("utf-8", "replace")


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]
