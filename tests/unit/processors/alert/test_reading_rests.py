"""What is remembered of alerts is read no oftener than needed: it may be much, of a contact that floods."""

from collections.abc import Callable

import pytest

from processors.alert import rests
from processors.alert.rests import Rest
from tests.unit.processors.alert.tables import ad, rule
from tests.unit.processors.alert.test_mending import MANY, SOURCES, Desk, back, split

ADS = [ad(f"a/{number}@{number / 10}^s{number % 2}") for number in range(6)]


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The alerts that are read from the state, one after the other."""
    names: list[str] = []
    decode: Callable[[bytes], Rest] = rests._rest

    def counting(stored: bytes) -> Rest:
        names.append(decode(stored).alert_id)
        return decode(stored)

    monkeypatch.setattr(rests, "_rest", counting)
    return names


def test_a_split_reads_each_alert_once_however_many_of_its_ads_leave_or_come_back(read: list[str]) -> None:
    desk = Desk(MANY, SOURCES, rule("frequency", id="more", count=6, window="10h"))
    alerts = {alert.alert_id for alert in desk.give(*ADS)}
    assert len(alerts) == 3
    for event in (split(ADS[:2], ADS[2:4]), back(*ADS[:4])):
        read.clear()
        desk.give(event)
        assert sorted(read) == sorted(alerts)
