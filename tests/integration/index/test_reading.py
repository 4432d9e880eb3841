"""Ads and alerts as the reader and the commands give them."""

import json

import pytest
from elasticsearch import Elasticsearch

from adwatch import reader
from adwatch.commands import alerts as alerts_command
from adwatch.commands import index as index_command
from adwatch.errors import KnownError
from adwatch.reader import Reader
from processors import index as sinks
from processors.index.document import AlertDocument
from processors.index.names import ALERTS
from processors.settings import ProcessorSettings
from processors.stage import Emit
from tests import factories
from tests.integration.index.given import LATER, NEXT_YEAR, number

pytestmark = pytest.mark.engines


def test_an_alert_is_filed_once_and_what_people_did_stays(settings: ProcessorSettings, client: Elasticsearch) -> None:
    sink, alert = sinks.build_alert_file(settings), factories.alert()
    assert sink([alert]) == [Emit()]
    client.update(index=ALERTS.write(settings.search.prefix), id=alert.alert_id, doc={"state": "closed"})
    assert sink([alert, alert]) == [Emit(), Emit()]
    with Reader(settings.search) as opened:
        assert [(each.alert_id, each.state) for each in opened.alerts()] == [(alert.alert_id, "closed")]


def test_the_reader_gives_every_ad_however_many(settings: ProcessorSettings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "PAGE", 20)
    ads = [number(n) for n in range(50)]
    assert {type(each) for each in sinks.build(settings)(ads)} == {Emit}
    with Reader(settings.search) as opened:
        assert set(opened.ad_ids()) == {ad.ad_id for ad in ads}
        assert {ad.ad_id for ad in opened.ads()} == {ad.ad_id for ad in ads}


def alerts_in(settings: ProcessorSettings) -> list[AlertDocument]:
    times = {"al-1": factories.NOON, "al-2": LATER, "al-3": NEXT_YEAR}
    alerts = [factories.alert(alert_id=name, at=at, title=f"[bold]{name}[/] \x1b[31m") for name, at in times.items()]
    sinks.build_alert_file(settings)(alerts)
    with Reader(settings.search) as opened:
        return opened.alerts()


def test_alerts_come_newest_first(settings: ProcessorSettings) -> None:
    assert [alert.alert_id for alert in alerts_in(settings)] == ["al-3", "al-2", "al-1"]
    with Reader(settings.search) as opened:
        assert [alert.alert_id for alert in opened.alerts(limit=2)] == ["al-3", "al-2"]


@pytest.fixture
def installed(settings: ProcessorSettings, monkeypatch: pytest.MonkeyPatch) -> ProcessorSettings:
    """The same settings for commands, which look for them by themselves."""
    variables = {
        "ADWATCH_HOME": str(settings.home),
        "ADWATCH_SEARCH__URL": settings.search.url,
        "ADWATCH_SEARCH__PREFIX": settings.search.prefix,
    }
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    return settings


def test_the_commands_show_alerts_as_plain_text(
    installed: ProcessorSettings, capsys: pytest.CaptureFixture[str]
) -> None:
    alerts_in(installed)
    alerts_command.list_alerts(2, {}, due=False, by_actor=False, as_json=False)
    listed = capsys.readouterr().out
    assert [line.split("\t")[0] for line in listed.splitlines()] == ["al-3", "al-2"]
    alerts_command.show("al-2", language=None, as_json=False)
    shown = capsys.readouterr().out
    assert "[bold]al-2[/]" in shown  # not made bold: it is somebody's text
    assert "\x1b" not in listed + shown


def test_an_alert_that_is_not_there_is_told(installed: ProcessorSettings) -> None:
    with pytest.raises(KnownError, match="no alert al-9; see: adwatch alerts list"):
        alerts_command.show("al-9", language=None, as_json=False)


def test_the_index_command_says_what_is_there(installed: ProcessorSettings, capsys: pytest.CaptureFixture[str]) -> None:
    assert index_command.status(as_json=False) == 0
    assert "ads       0 documents" in capsys.readouterr().out
    assert index_command.init(as_json=True) == 0
    assert json.loads(capsys.readouterr().out) == {"done": []}


def test_the_commands_say_how_to_make_a_missing_index(
    installed: ProcessorSettings, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ADWATCH_SEARCH__PREFIX", "test-nothing")
    assert index_command.status(as_json=False) == 1
    assert "missing; run: adwatch index init" in capsys.readouterr().out
    with pytest.raises(KnownError, match="adwatch index init"):
        alerts_command.list_alerts(2, {}, due=False, by_actor=False, as_json=False)
