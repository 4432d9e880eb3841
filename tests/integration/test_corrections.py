"""An alert is told, the contact it rests on turns out to be a helpline's, and everybody who was told hears of it once:
on the real Kafka and Elasticsearch, through replays and a state that is thrown away."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from adwatch.mailbox import mailbox
from adwatch.reader import Reader
from processors.alert import process
from processors.alert.assistance import Directory
from processors.index.setup import init
from processors.pipeline import STAGES
from processors.settings import NotifySettings, ProcessorSettings
from processors.stage import Stage
from schemas.codec import encode
from schemas.events import GroupSplit
from schemas.topics import ALERTS, INDEXED, SPLITS
from tests.factories import NOON
from tests.integration.streams import publish_bytes, run_to_the_end
from tests.unit.processors.alert.tables import ad, rule

pytestmark = pytest.mark.engines

RULES = [rule("frequency", count=3, window="10h")]
ADS = [ad(f"a/{number}@{number / 10}") for number in range(3)]
SPLIT = GroupSplit(
    kind="actor",
    whole="a",
    part="b",
    reason="hub",
    evidence="x",
    at=NOON,
    contact="phone-1",
    apart=tuple((each.ad_id,) for each in ADS[1:]),
)


def _alert(_: ProcessorSettings) -> Any:
    return process(RULES, Directory())


ALERT = Stage("alert", INDEXED, (ALERTS,), _alert, state="alert", also=(SPLITS,), in_order=True)


def run_all(settings: ProcessorSettings) -> None:
    for stage in (ALERT, STAGES["file"], STAGES["notify"]):
        assert run_to_the_end(stage, settings) == 0


def split(settings: ProcessorSettings) -> None:
    publish_bytes(settings, [(SPLIT.whole.encode(), encode(SPLIT))], SPLITS)


def test_who_was_told_hears_once_that_it_is_withdrawn(settings: ProcessorSettings, tmp_path: Path) -> None:
    init(settings.search)
    with mailbox(tmp_path / "mails") as box, Reader(settings.search) as reader:
        here = settings.model_copy(update={"notify": NotifySettings(targets=(box.url("team@office.example"),))})
        publish_bytes(here, [(each.ad_id.encode(), encode(each)) for each in ADS], INDEXED)
        run_all(here)
        [raised] = reader.alerts()
        assert (raised.correction, len(box.mails())) == (None, 1)

        split(here)
        run_all(here)
        [mended] = reader.alerts()
        assert mended.correction is not None
        assert (mended.correction.outcome, mended.correction.reason, mended.state) == ("withdrawn", "hub", "new")
        assert (mended.sentence, mended.ads) == (raised.sentence, raised.ads), "what was said is still there"
        ids = sorted(str(mail["Message-ID"]) for mail in box.mails())
        assert ids == [f"<{mended.correction.id}@localhost>", f"<{raised.alert_id}@localhost>"]
        assert any("Correction" in str(mail["Subject"]) for mail in box.mails())

        split(here)
        shutil.rmtree(here.state / "alert")
        run_all(here)
        [again] = reader.alerts()
        assert again.correction == mended.correction
        assert len(box.mails()) == 2
