"""A window of ads.raw is read once, record by record, with its times."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from adwatch import bus, settings
from adwatch.bus import OnBus
from adwatch.commands.republish import window

SINCE = datetime(2026, 11, 20, tzinfo=UTC)
ROOMS, JOBS = b'{"source":"rooms"}', b'{"source":"jobs"}'
LAY = [OnBus("1", ROOMS, 10), OnBus("2", ROOMS, 11), OnBus("3", JOBS, 12), OnBus("1", ROOMS, 10)]


@pytest.fixture
def loaded(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> settings.Settings:
    monkeypatch.setenv("ADWATCH_HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    return settings.load()


@pytest.mark.parametrize(
    ("source", "sent"),
    [
        (None, [("1", 10), ("2", 11), ("3", 12)]),
        ("jobs", [("3", 12)]),
    ],
)
def test_each_record_goes_once_and_keeps_its_time(
    monkeypatch: pytest.MonkeyPatch, loaded: settings.Settings, source: str | None, sent: list[tuple[str, int]]
) -> None:
    monkeypatch.setattr(bus, "read_window", lambda *_, **__: iter(LAY))
    assert [(each.key, each.at_ms) for each in window(loaded, SINCE, None, source)] == sent


def test_nothing_is_read_before_it_is_needed(monkeypatch: pytest.MonkeyPatch, loaded: settings.Settings) -> None:
    def endless(*_: Any, **__: Any) -> Iterator[OnBus]:
        number = 0
        while True:
            number += 1
            yield OnBus(str(number), ROOMS, number)

    monkeypatch.setattr(bus, "read_window", endless)
    assert next(window(loaded, SINCE, None, None)).key == "1"
