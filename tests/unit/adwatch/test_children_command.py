"""Reports of the children's lane, put together and told: what reaches a terminal, and what the log may keep."""

from datetime import timedelta

import pytest
from pydantic import SecretStr

from adwatch import audit, children
from adwatch.commands.children import _names, _told, defanged
from processors.enrich.child_safety import hit
from processors.settings import ProcessorSettings, SecretSettings
from schemas.codec import encode
from schemas.events import ChildSafetyHit
from schemas.finding import Finding, State
from tests.factories import NOON, raw_ad

KEYS = ProcessorSettings(secrets=SecretSettings(url_key=SecretStr("of tests")))
LINE = audit.Line(seq=1, at=NOON, by="ana", login="ana", action=children.OPEN, subject="a", before=audit.FIRST)


def seen(ad: str, hours: int = 0, indicator: str = "CH-04") -> ChildSafetyHit:
    finding = Finding(indicator=indicator, state=State.PRESENT, detector="test")
    return hit(raw_ad(ad_id=ad, observed_at=NOON + timedelta(hours=hours)), finding, KEYS)


def test_an_ad_is_one_report_however_often_it_was_seen() -> None:
    records = [seen("a"), seen("b", 1), seen("a", 2, "CH-01"), seen("a", 2, "CH-01")]  # the last one after a crash
    first, second = children.put_together([*map(encode, records), b"no record"], {"a": LINE})
    assert (first.newest.ad_id, first.newest.observed_at) == ("a", NOON + timedelta(hours=2))
    assert (first.indicators, first.times, first.opened) == (("CH-01", "CH-04"), 2, LINE)
    assert (second.newest.ad_id, second.times, second.opened) == ("b", 1, None)


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("https://jobs.example/a.html?u=http://b.test", "hxxps[:]//jobs[.]example/a[.]html?u=hxxp[:]//b[.]test"),
        ("HTTP://JOBS.example/1", "hxxp[:]//JOBS[.]example/1"),
    ],
)
def test_no_link_comes_of_an_address(address: str, shown: str) -> None:
    assert defanged(address) == shown


def test_nothing_in_an_address_acts_on_a_terminal() -> None:
    [report] = children.put_together([encode(seen("a"))], {})
    told = _told(report, "https://jobs.example/\x1b]0;x\x07\u202e\n\udc80", "en")
    assert told.replace("\n", " ").isprintable()
    assert r"\x1b]0;x\x07\u202e\n\udc80" in told


@pytest.mark.parametrize(
    ("reason", "names"),
    [
        ("Report of what Jobs.Example shows", True),
        ("Report of what jobs[.]example shows", True),
        ("Report to the national hotline, case 12", False),
    ],
)
def test_a_reason_that_names_the_site_is_found(reason: str, names: bool) -> None:
    assert _names(reason, "https://jobs.example:8080/1") is names
    assert not _names(reason, "")
