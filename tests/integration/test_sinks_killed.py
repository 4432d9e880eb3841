"""kill -9 of the index stage between the search engine's answer and the commit, and of the alert stage after it."""

import multiprocessing
import os
import signal
from datetime import timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from adwatch.reader import Reader
from processors.plumbing.consume import Inbox
from processors.plumbing.produce import Producer
from processors.settings import ProcessorSettings
from processors.stage import Emit, Outcome, Stage
from processors.state import Store, StoreTransaction, Transaction
from processors.stream import run_stage
from schemas.ad import ScoredAd
from schemas.alert import Alert
from schemas.codec import decode
from schemas.topics import ALERTS, INDEXED, LINKED
from tests import factories
from tests.integration.streams import publish, records, run_to_the_end

pytestmark = pytest.mark.engines
forked = multiprocessing.get_context("forkserver")
forked.set_forkserver_preload([__name__])
COUNT = 60


def build_index(settings: ProcessorSettings) -> Any:
    """The real sink, over ads that are scored already."""
    from processors import index

    return index.build(settings)


def build_alert(settings: ProcessorSettings) -> Any:
    """One alert an ad, the first time it is seen: remembered in the state."""

    def process(ads: list[ScoredAd], tx: Transaction) -> list[Outcome]:
        outcomes: list[Outcome] = []
        for ad in ads:
            first = tx.get("told", ad.ad_id.encode()) is None
            tx.put("told", ad.ad_id.encode(), b"1")
            alert = factories.alert(alert_id=f"al-{ad.ad_id}", ads=(ad.ad_id,))
            outcomes.append(Emit(((ALERTS, alert),) if first else ()))
        return outcomes

    return process


SCORED = LINKED._replace(record=ScoredAd)
STAGES = {
    "index": Stage("index", SCORED, (INDEXED,), build_index, batch=10),
    "alert": Stage("alert", INDEXED, (ALERTS,), build_alert, state="alert", batch=10),
}
POINTS = {
    "after the search engine's answer, before anything is put out": ("index", Producer, "deliver"),
    "after the alerts went out, before the state is kept": ("alert", StoreTransaction, "commit"),
    "after the state is kept, before the offsets are": ("alert", Inbox, "commit"),
}


def run_and_die(point: str, settings: ProcessorSettings) -> None:
    """The stage, killed just before that step of its second batch."""
    name, owner, step = POINTS[point]
    work, times = getattr(owner, step), 0

    def deadly(*arguments: Any) -> Any:
        nonlocal times
        times += bool(arguments[1:] and arguments[1])
        if times == 2:
            os.kill(os.getpid(), signal.SIGKILL)
        return work(*arguments)

    setattr(owner, step, deadly)
    run_stage(STAGES[name], settings, multiprocessing.Event(), None)  # type: ignore[arg-type]


@pytest.mark.parametrize("point", POINTS)
def test_the_same_documents_and_no_second_alert(settings: ProcessorSettings, point: str) -> None:
    settings = settings.model_copy(update={"kafka": settings.kafka.model_copy(update={"session_timeout_ms": 6000})})
    early = [factories.scored_ad(ad_id=f"{number:024}", key=str(number)) for number in range(COUNT)]
    later = [replace(ad, observed_at=ad.observed_at + timedelta(hours=1)) for ad in early[::2]]
    publish(settings, [*early, *later, *early[:20]], LINKED)  # type: ignore[list-item]
    name = POINTS[point][0]
    if name == "alert":
        run_to_the_end(STAGES["index"], settings)

    killed = forked.Process(target=run_and_die, args=(point, settings))
    killed.start()
    killed.join(60)
    assert killed.exitcode == -signal.SIGKILL
    for stage in STAGES.values():
        assert run_to_the_end(stage, settings) == 0

    newest = {ad.ad_id: ad.observed_at for ad in (*early, *later)}
    with Reader(settings.search) as reader:
        assert {ad.ad_id: ad.observed_at for ad in reader.ads()} == newest
    told = [decode(Alert, record.value).alert_id for record in records(settings, ALERTS)]
    assert set(told) == {f"al-{ad_id}" for ad_id in newest}
    with Store(settings.state / "alert") as store, store.begin() as state:
        assert {key.decode() for key, _ in state.scan("told")} == newest.keys()
