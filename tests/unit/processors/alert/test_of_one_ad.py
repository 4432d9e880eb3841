"""Alerts that rest on what links say of one ad: they fall with that."""

from msgspec.structs import replace

from tests.unit.processors.alert.desk import BAND, NAMES, ONE, Desk, found, said
from tests.unit.processors.alert.tables import ad


def test_an_alert_on_one_ad_falls_with_what_links_had_found_in_it() -> None:
    desk = Desk(NAMES, BAND)
    names, band = desk.give(found(ad("a/1@0+p9!"), "SX-02"))
    without = replace(found(ad("a/1@0+p9!"), hub=True), revision=1)
    assert desk.give(replace(found(ad("a/1@0+p9!")), revision=1)) == [], "that is not for a contact's sake"
    told = {each.alert_id: said(each) for each in desk.give(without)}
    assert told[names.alert_id].outcome == "withdrawn"
    assert (told[band.alert_id].outcome, told[band.alert_id].indicators) == ("weakened", ("SX-02",))
    assert told[band.alert_id].ads == band.ads
    assert desk.give(replace(without, revision=2)) == []


def test_an_earlier_word_on_an_ad_that_is_read_again_takes_nothing_back() -> None:
    desk = Desk(NAMES)
    later = replace(found(ONE, "SX-02"), revision=2)
    [alert] = desk.give(later)
    assert desk.give(replace(found(ONE, hub=True), revision=1)) == []
    [told] = desk.give(replace(found(ONE, hub=True), revision=3))
    assert (told.alert_id, said(told).outcome) == (alert.alert_id, "withdrawn")
