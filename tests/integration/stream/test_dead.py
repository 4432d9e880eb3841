"""`adwatch dead`: refused records are listed, shown, replayed and dropped."""

import json
import subprocess
import sys
from collections.abc import Sequence

import pytest

from adwatch import audit
from adwatch.letters import dealt
from adwatch.people import login_name
from processors.settings import ProcessorSettings
from processors.stage import Outcome
from schemas.ad import RawAd
from schemas.topics import ENRICHED, RAW
from tests.integration.streams import (
    ads_on,
    invented,
    letters,
    passing,
    publish,
    publish_bytes,
    quick,
    records,
    run_to_the_end,
    stage_of,
)

pytestmark = pytest.mark.engines


HOSTILE = b'{"ad_id": "\x1b[31mred", "phone": "07700 900123"}\n\xff'


def dead(settings: ProcessorSettings, *arguments: str, exit_code: int = 0) -> str:
    """What `adwatch dead ...` prints."""
    environment = {
        "ADWATCH_HOME": str(settings.home),
        "ADWATCH_KAFKA__BOOTSTRAP": settings.kafka.bootstrap,
        "ADWATCH_KAFKA__TOPIC_PREFIX": settings.kafka.topic_prefix,
        "PATH": "",
    }
    done = subprocess.run(
        [sys.executable, "-m", "adwatch.cli", "dead", *arguments],
        env=environment, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == exit_code, done.stderr
    return done.stdout + done.stderr


def on_record(settings: ProcessorSettings) -> list[tuple[str, str, str]]:
    """What the audit log says: what was done, with which letter, by whom."""
    return [(line.action, line.subject, line.by) for line in audit.lines(settings.home)]


def test_nothing_is_dead_at_first(settings: ProcessorSettings) -> None:
    assert dead(settings, "list") == "no dead letters\n"
    assert json.loads(dead(settings, "list", "--json")) == []
    assert "no dead letter dl-1" in dead(settings, "show", "dl-1", exit_code=2)


def test_a_letter_is_shown_without_its_payload_unless_asked_for(settings: ProcessorSettings) -> None:
    publish_bytes(settings, [(b"k", HOSTILE)])
    run_to_the_end(stage_of(passing), settings)
    (letter,) = json.loads(dead(settings, "list", "--json"))
    listed, shown = dead(settings, "list"), dead(settings, "show", letter["letter_id"])

    for text in (listed, shown, json.dumps(letter)):
        assert "900123" not in text
        assert letter["letter_id"] in text
        assert "undecodable" in text
    assert f"{len(HOSTILE)} bytes" in shown
    assert "900123" not in dead(settings, "show", letter["letter_id"], "--payload", exit_code=2)
    full = dead(settings, "show", letter["letter_id"], "--payload", "--reason", "What the parser choked on")
    assert "07700 900123" in full
    assert "\x1b" not in full


def test_replayed_after_mending_gives_what_had_never_failed(settings: ProcessorSettings) -> None:
    ads = invented(30)
    publish(settings, ads)

    def broken(batch: Sequence[RawAd]) -> list[Outcome]:
        if any(int(ad.key) % 10 == 3 for ad in batch):
            raise ZeroDivisionError
        return passing(batch)

    run_to_the_end(stage_of(broken), quick(settings, attempts=1))
    assert len(letters(settings)) == 3
    before = {(record.key, record.value) for record in records(settings, RAW)}

    assert dead(settings, "replay", "all") == "replayed 3 letters\n"
    run_to_the_end(stage_of(passing), settings)

    assert {(record.key, record.value) for record in records(settings, RAW)} == before
    assert sorted(ad.key for ad in ads_on(settings)) == sorted(ad.key for ad in ads)
    assert {(record.key, record.value) for record in records(settings, ENRICHED)} == before
    lines = dealt(settings.home)
    assert {line.letter_id for line in lines} == {letter.letter_id for letter in letters(settings)}
    assert {(line.action, line.by) for line in lines} == {("replayed", login_name())}
    assert dead(settings, "list") == "no dead letters\n"
    assert on_record(settings) == [("dead.replay", "all", login_name())]
    assert dead(settings, "replay", "all") == "replayed 0 letters\n"


def test_a_dropped_letter_is_listed_no_more(settings: ProcessorSettings) -> None:
    publish_bytes(settings, [(b"a", b"1"), (b"b", b"2")], partition=0)
    run_to_the_end(stage_of(passing), settings)
    first, second = json.loads(dead(settings, "list", "--json"))

    assert dead(settings, "drop", first["letter_id"]) == "dropped 1 letter\n"
    assert on_record(settings) == [("dead.drop", first["letter_id"], login_name())]
    assert "no dead letter dl-1" in dead(settings, "drop", "dl-1", exit_code=2)
    assert len(on_record(settings)) == 1

    assert [letter["letter_id"] for letter in json.loads(dead(settings, "list", "--json"))] == [second["letter_id"]]


def test_the_newest_letters_come_first_and_no_more_than_asked_for(settings: ProcessorSettings) -> None:
    for number in range(4):
        publish_bytes(settings, [(b"k", b"poison %d" % number)], partition=number % 3)
        run_to_the_end(stage_of(passing), settings)

    listed = json.loads(dead(settings, "list", "--json", "--limit", "3"))

    moments = [letter["failed_at"] for letter in listed]
    assert moments == sorted(moments, reverse=True)
    assert len(listed) == 3


@pytest.mark.parametrize("key", [b"\xff\xfe", None, b"plain"])
def test_replay_keeps_key_and_bytes(settings: ProcessorSettings, key: bytes | None) -> None:
    publish_bytes(settings, [(key, HOSTILE)], partition=2)
    run_to_the_end(stage_of(passing), settings)

    dead(settings, "replay", "all")

    assert [(record.key, record.value) for record in records(settings, RAW)] == [(key, HOSTILE)] * 2
