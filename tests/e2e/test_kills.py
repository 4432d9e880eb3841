"""kill -9 of every stage in mid-stream, and of the broker: the ledger balances all the same."""

import base64
import json
import os
import re
import signal

import pytest

import simulator
from adwatch import bus
from adwatch.progress import wait_for
from infra.engines import control
from processors.notify.sending import MOST
from processors.pipeline import STAGES
from schemas import ids
from schemas.ad import RawAd
from schemas.topics import ALERTS, CHILD_SAFETY, CRAWLS, DEAD, RAW
from tests.conftest import adwatch
from tests.e2e.installation import Installation, installation

pytestmark = [pytest.mark.e2e, pytest.mark.engines, pytest.mark.timeout(600)]
POISON = b'{"ad_id": 7}'
CORRECTION = re.compile(r"-c[0-9a-f]{8}$")  # ends the id of a message that corrects an alert
SLICE = 120
ON_THE_WAY = [name for name, stage in STAGES.items() if stage.reads is not CRAWLS]  # of an ad to the people


def test_kills_lose_nothing_and_tell_nothing_twice() -> None:
    world = simulator.world(ads=SLICE * (len(ON_THE_WAY) + 2), seed=11)
    raw = [simulator.raw_ad(ad, world.observed_at) for ad in world.ads]
    slices = [raw[start : start + SLICE] for start in range(0, len(raw), SLICE)]
    with installation() as adwatch_runs:
        for stage in STAGES:
            adwatch_runs.start(stage)
        for stage, part in zip(ON_THE_WAY, slices, strict=False):
            _kill_while_it_works(adwatch_runs, stage, part)
        _kill_the_broker(adwatch_runs, slices[-2])
        adwatch_runs.publish(slices[-1])
        _poison(adwatch_runs)
        adwatch_runs.drain()
        _balances(adwatch_runs, {ids.ad_id(ad.site, ad.key): ad for ad in world.ads})
        assert set(adwatch_runs.stop().values()) == {0}, "SIGTERM ends every stage in good order"


def _kill_while_it_works(runs: Installation, stage: str, part: list[RawAd]) -> None:
    before = runs.read_by(stage)
    runs.publish(part)
    assert wait_for(lambda: runs.read_by(stage) > before, 60, every_s=0.02), runs.log(stage)
    runs.kill(stage)
    runs.start(stage)


def _kill_the_broker(runs: Installation, part: list[RawAd]) -> None:
    before = runs.read_by("enrich")
    runs.publish(part)
    assert wait_for(lambda: runs.read_by("enrich") > before, 60, every_s=0.02), runs.log("enrich")
    os.kill(control.status(runs.home)["kafka"].engine.pid, signal.SIGKILL)
    adwatch("engines", "up", home=runs.home)


def _poison(runs: Installation) -> None:
    from kafka import KafkaProducer

    producer = KafkaProducer(bootstrap_servers=runs.settings.kafka.bootstrap, acks="all")
    producer.send(runs.settings.kafka.topic(RAW.name), key=b"poison", value=POISON).get(30)
    producer.close()


def _balances(runs: Installation, served: dict[str, simulator.InventedAd]) -> None:
    kafka = runs.settings.kafka
    with runs.reader() as reader:
        documents = {ad.ad_id: ad for ad in reader.ads()}
        alerts = {alert.alert_id: alert for alert in reader.alerts()}
    children = [key for key, _ in bus.read_all(kafka, CHILD_SAFETY)]
    dead = [(key, value) for key, value in bus.read_all(kafka, DEAD)]

    # every ad is in exactly one place
    assert documents.keys() | set(children) == served.keys()
    assert not documents.keys() & set(children)
    assert set(children) == {ad_id for ad_id, ad in served.items() if ad.answer.lane == "children"}
    # the poisoned record, and nothing else, is dead, with its original bytes
    assert {key for key, _ in dead} == {"poison"}
    assert {json.loads(value)["payload"] for _, value in dead} == {base64.b64encode(POISON).decode()}
    # each alert that was raised is filed once and told to each target
    raised = {key for key, _ in bus.read_all(kafka, ALERTS)}
    assert raised
    assert alerts.keys() == raised
    corrected = {each.alert_id: each.correction for each in alerts.values() if each.correction}
    withdrawn = {name for name, said in corrected.items() if said.outcome == "withdrawn"}  # perhaps before it was sent
    posted = {path.stem for path in runs.posts.folder.glob("*.json")}  # named by their Idempotency-Key
    mailed = {str(mail["Message-ID"]).strip("<>").split("@")[0] for mail in runs.mails.mails()}
    for told in (posted, mailed):
        assert raised - withdrawn <= told | {name for name, said in corrected.items() if said.id in told}
        assert {CORRECTION.sub("", each) for each in told} <= raised
    # at most the one mail in flight at the kill of `notify` was sent again, under the same id; posts, whose key the
    # receiver knows, at most those of one round
    assert len(runs.mails.mails()) <= len(mailed) + 1
    assert len(runs.posts.log()) <= len(posted) + MOST
