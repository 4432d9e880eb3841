"""The state of linking on a real bus: rebuilt by one command, copied while in use, taken over elsewhere."""

import threading
from pathlib import Path

import pytest
from typer.testing import CliRunner

from adwatch.cli import app
from processors.pipeline import STAGES
from processors.settings import ProcessorSettings
from processors.state import Store
from processors.stream import run_stage
from schemas.codec import encode
from schemas.topics import ENRICHED
from tests.integration.streams import publish_bytes
from tests.unit.processors.link.cases import FARM, ad, dump

pytestmark = pytest.mark.engines
ADS = [ad(str(number), f"{FARM} {number}", phones=(str(number % 3),), minutes=number) for number in range(30)]


def stored(settings: ProcessorSettings) -> dict[str, list[tuple[bytes, bytes]]]:
    with Store(settings.state / "link") as store, store.begin() as transaction:
        return dump(transaction)


def linked(settings: ProcessorSettings) -> None:
    assert run_stage(STAGES["link"], settings, threading.Event(), until_idle=1.0) == 0


def publish(settings: ProcessorSettings, ads: list) -> None:  # type: ignore[type-arg]
    publish_bytes(settings, ((one.ad_id.encode(), encode(one)) for one in ads), ENRICHED)


def test_copied_damaged_rebuilt_and_taken_over(
    settings: ProcessorSettings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name, value in {
        "HOME": str(settings.home),
        "KAFKA__BOOTSTRAP": settings.kafka.bootstrap,
        "KAFKA__TOPIC_PREFIX": settings.kafka.topic_prefix,
        "KAFKA__PARTITIONS": str(settings.kafka.partitions),
        "SECRETS__TOKEN_KEY": settings.secrets.token_key.get_secret_value() if settings.secrets.token_key else "",
    }.items():
        monkeypatch.setenv(f"ADWATCH_{name}", value)

    def adwatch(*arguments: str) -> int:
        return CliRunner().invoke(app, list(arguments)).exit_code

    publish(settings, ADS[:20])
    linked(settings)
    copy = tmp_path / "copy"
    assert adwatch("link", "copy", str(copy)) == 0
    publish(settings, ADS[20:])
    linked(settings)
    whole = stored(settings)

    database = settings.state / "link" / "data.mdb"
    database.write_bytes(database.read_bytes()[: database.stat().st_size // 2])
    assert run_stage(STAGES["link"], settings, threading.Event(), until_idle=1.0) == 78

    assert adwatch("link", "rebuild", "--start", str(copy)) == 0, "the machine that takes over has the copy"
    assert stored(settings) == whole
    assert adwatch("link", "rebuild") == 0
    assert members(stored(settings)) == members(whole)
    assert not (settings.state / "link.before").exists()

    with Store(settings.state / "link"):
        assert adwatch("link", "rebuild") != 0, "a stage that runs keeps its state"
    assert stored(settings)["ads"]


def members(state: dict[str, list[tuple[bytes, bytes]]]) -> list[int]:
    """How many ads, clusters, actors and contacts there are: numbers follow the order in which partitions are read."""
    return [len(state[table]) for table in ("numbers", "ads", "clusters", "actors", "contacts", "members")]
