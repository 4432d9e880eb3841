"""Corrections and digests: each says the newest one, and says it once."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from processors.notify.digest import Digest
from processors.notify.words import words
from schemas.codec import decode
from tests.factories import alert
from tests.unit.processors.notify.corrections import (
    BEFORE,
    LATER,
    TOLD,
    away,
    corrected,
    outcomes,
)
from tests.unit.processors.notify.test_plan import MORNING, Office


def test_a_digest_says_the_newest_correction_and_says_it_once() -> None:
    office = Office(team={"per_day": 1}, other={"per_day": 1})
    office.raise_(BEFORE, TOLD)
    away(office)
    for said in (corrected("weakened"), corrected("weakened"), corrected("weakened", "al-1-c2", at=LATER)):
        office.raise_(said)
    office.later(days=1)  # made, and not taken
    office.raise_(corrected("withdrawn", "al-1-c3", at=LATER))
    [digest] = office.digests("other")
    brief = words("en").corrections.brief
    assert digest.alerts[0].sentences["en"] == f"{brief['weakened']} {TOLD.sentence}"
    [waits] = [each for each in office.waiting("team") if each.kind == "digest"]
    assert decode(Digest, waits.payload).alerts[0].sentences["en"] == f"{brief['withdrawn']} {TOLD.sentence}"


@pytest.mark.parametrize(("outcome", "count"), [("withdrawn", 1), ("weakened", 2)])
def test_a_digest_to_come_says_it_or_leaves_the_alert_out(outcome: str, count: int) -> None:
    held = {"digest": "weekly", "deliver_at": MORNING + timedelta(days=2)}
    office = Office(team={})
    office.raise_(replace(TOLD, **held), alert(alert_id="al-2", **held))
    office.raise_(corrected(outcome))
    assert office.got() == []
    office.later(days=3)
    [digest] = office.digests()
    assert digest.count == count
    lines = {each.alert_id: each.sentences.get("fr", "") for each in digest.alerts}
    assert lines.get("al-1", words("fr").corrections.brief["weakened"]).startswith("[Affaiblie")
    assert outcomes(office) == []


def test_a_digest_that_waits_says_it_and_the_correction_follows() -> None:
    office = Office(team={})
    office.raise_(replace(TOLD, digest="weekly", deliver_at=MORNING + timedelta(days=2)))
    back = away(office)
    office.later(days=3)
    office.raise_(corrected())
    back()
    office.later(hours=1)
    [digest] = office.digests()
    assert digest.alerts[0].sentences["en"].startswith("[Withdrawn since]")
    assert outcomes(office) == [("al-1", "withdrawn")]
