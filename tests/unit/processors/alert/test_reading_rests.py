"""What is remembered of alerts is read no oftener than needed: it may be much, of a contact that floods."""

from collections.abc import Callable

import pytest
from msgspec.structs import replace

from processors.alert import rests
from processors.alert.rests import Rest
from processors.alert.seen import digest
from processors.memory import Memory
from tests.unit.processors.alert.desk import MANY, NAMES, SOURCES, Desk, back, found, said, split
from tests.unit.processors.alert.tables import ad, rule

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


def test_an_ad_that_is_told_again_reads_only_alerts_that_rest_on_what_links_found_in_it(read: list[str]) -> None:
    desk = Desk(MANY, SOURCES, NAMES)
    *_, last = ADS
    told = desk.give(*ADS[:-1], found(last, "SX-02"))
    [names] = [alert for alert in told if alert.rule == NAMES.id]
    read.clear()
    desk.give(*(replace(each, revision=1) for each in ADS[:-1]))
    assert read == []
    [corrected] = desk.give(replace(found(last, hub=True), revision=1))
    assert (read, said(corrected).outcome) == ([names.alert_id], "withdrawn")


def test_what_the_version_before_wrote_is_read_and_it_can_read_what_is_written() -> None:
    """It wrote the places of the alerts of an ad one after the other, the newest last, and passed over unknown ones."""
    desk = Desk(NAMES, MANY)
    first, second, third = ADS[:3]
    names, many = desk.give(first, second, found(third, "SX-02"))
    assert (names.rule, many.rule) == (NAMES.id, MANY.id)
    memory, place = Memory(desk.tx), digest(third.ad_id)
    row = memory.get(rests.OF_AD, place) or b""
    written = [row[start : start + 16] for start in range(0, len(row), 16)]
    both = {digest(names.alert_id), digest(many.alert_id)}
    assert {each for each in written if memory.get(rests.RESTS, each)} == both
    assert len(row) % 16 == 0

    memory.put(rests.OF_AD, place, b"".join(both), memory.until(rests.OF_AD, place))
    [told] = desk.give(replace(found(third, hub=True), revision=1))
    assert (told.alert_id, said(told).outcome) == (names.alert_id, "withdrawn")


def test_of_an_ad_the_newest_alerts_are_remembered() -> None:
    desk = Desk(*(rule("frequency", id=f"r{number:02}", count=2, window="10h") for number in range(60)))
    alerts = desk.give(*ADS[:2])
    known = rests.places_of_ad(ADS[0].ad_id, Memory(desk.tx))
    assert known == [digest(alert.alert_id) for alert in alerts[-50:]]
