"""What the previous version wrote is read by this one: real records of it, kept as they were on the bus."""

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

from schemas.codec import decode, encode
from schemas.topics import TOPICS

FOLDER = Path(__file__).parents[2] / "data" / "previous"
RECORDS = [
    pytest.param(file.stem, line, id=f"{file.stem}-{number}")
    for file in sorted(FOLDER.glob("*.jsonl"))
    for number, line in enumerate(file.read_bytes().splitlines())
]


@pytest.mark.parametrize(("topic", "line"), RECORDS)
def test_a_record_of_the_previous_version_is_read_and_keeps_all_it_said(topic: str, line: bytes) -> None:
    record = decode(TOPICS[topic].record, line)
    assert decode(TOPICS[topic].record, encode(record)) == record
    assert _has_all(json.loads(msgspec.json.encode(msgspec.to_builtins(record))), json.loads(line))


def test_every_topic_of_the_previous_version_has_records_here() -> None:
    added = {"ads.cluster_merges", "ads.splits"}  # topics that it did not have
    assert {file.stem for file in FOLDER.glob("*.jsonl")} == TOPICS.keys() - added


def _has_all(now: Any, before: Any) -> bool:
    """Everything that was said is still said; what is new may stand beside it."""
    if isinstance(before, dict):
        return all(key in now and _has_all(now[key], value) for key, value in before.items())
    if isinstance(before, list):
        return len(now) == len(before) and all(map(_has_all, now, before))
    return bool(now == before)
