"""Notifying as a running stage on the real Kafka: what a target refuses becomes a dead letter, and can be replayed."""

import threading
from pathlib import Path

import pytest

from adwatch import letters
from adwatch.mailbox import mailbox
from processors.notify import report
from processors.pipeline import STAGES
from processors.plumbing.dead_letters import original
from processors.settings import NotifySettings, ProcessorSettings
from processors.stream import run_stage
from schemas.codec import decode, encode
from schemas.events import DeadLetter
from schemas.topics import ALERTS, DEAD
from tests.factories import alert
from tests.integration.streams import publish_bytes, records, run_to_the_end, wait_for

pytestmark = pytest.mark.engines


def test_a_refused_alert_is_a_dead_letter_until_the_target_takes_it(bus: ProcessorSettings, tmp_path: Path) -> None:
    answers = ["550 no such user"]
    one = alert(alert_id="al-1")
    with mailbox(tmp_path / "mails", answer=lambda _: answers[0]) as box:
        settings = bus.model_copy(update={"notify": NotifySettings(targets=(box.url("team@office.example"),))})
        stop = threading.Event()
        stage = threading.Thread(target=run_stage, args=(STAGES["notify"], settings, stop))
        stage.start()
        try:
            publish_bytes(settings, [(b"al-1", encode(one))], ALERTS)
            wait_for(lambda: records(settings, DEAD), "a dead letter")
            [letter] = list(letters.waiting(settings))
            assert (letter.stage, letter.reason, letter.key) == ("notify", "refused_by_target", "al-1")
            assert decode(type(one), letter.payload) == one
            answers[0] = "250 OK"
            publish_bytes(settings, [_as_replayed(letter)], ALERTS)
            wait_for(box.mails, "the mail")
            wait_for(lambda: report.path(settings.home).exists(), "the report about the targets")
        finally:
            stop.set()
            stage.join(30)
        assert [mail["Message-ID"] for mail in box.mails()] == ["<al-1@localhost>"]
        assert len(records(settings, DEAD)) == 1


def test_a_rule_that_matches_everything_is_held_and_people_are_told_so_once(
    bus: ProcessorSettings, tmp_path: Path
) -> None:
    flood = [alert(alert_id=f"al-{number}", actor=f"a-{number}") for number in range(200)]
    with mailbox(tmp_path / "mails") as box:
        told = NotifySettings(targets=(box.url("team@office.example"),), flood_per_day=10)
        settings = bus.model_copy(update={"notify": told})
        publish_bytes(settings, [(each.alert_id.encode(), encode(each)) for each in flood], ALERTS)
        assert run_to_the_end(STAGES["notify"], settings) == 0
        ids = [str(mail["Message-ID"]) for mail in box.mails()]
    assert sum(each.startswith("<al-") for each in ids) == 10
    assert sum(each.startswith("<no-") for each in ids) == 1
    assert records(settings, DEAD) == []  # the rest waits for the day's digest


def _as_replayed(letter: DeadLetter) -> tuple[bytes | None, bytes]:
    """What `adwatch dead replay` puts on the bus."""
    return original(letter).key, original(letter).value
