"""`adwatch children` on the real Kafka: an ad of the lane goes through `enrich`, and the officer opens its report."""

import json
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from cryptography.fernet import Fernet

from adwatch import audit, audit_checkpoints, children
from adwatch.commands.children import list_reports, open_
from adwatch.doctor import people
from adwatch.doctor.line import Mark
from adwatch.errors import KnownError
from adwatch.people import login_name
from adwatch.settings import load
from processors.pipeline import STAGES
from processors.settings import ProcessorSettings
from schemas.topics import CHILD_SAFETY, RAW
from simulator import raw_ad, world
from tests.factories import NOON
from tests.integration.streams import publish, records, run_to_the_end

pytestmark = pytest.mark.engines

WHY = "Report to the national hotline, case 12"
SITE = "secret-site"
ADDRESS = f"https://{SITE}.example/the-ad\x1b[31m"


@pytest.fixture
def lane(bus: ProcessorSettings, monkeypatch: pytest.MonkeyPatch) -> str:
    """An installation with one report, which the commands find by the environment; the report's id."""
    [ad] = [raw_ad(each, NOON) for each in world(300, 7).ads if each.answer.lane == "children"]
    ad = msgspec.structs.replace(ad, url=ADDRESS)
    publish(bus, [ad, msgspec.structs.replace(ad, ad_id="0" * 24, title="Apples", body="Ten kilos.", fields={})])
    assert run_to_the_end(STAGES["enrich"], bus) == 0
    for name, value in {
        "HOME": str(bus.home),
        "KAFKA__BOOTSTRAP": bus.kafka.bootstrap,
        "KAFKA__TOPIC_PREFIX": bus.kafka.topic_prefix,
        "SECRETS__URL_KEY": secret(bus),
    }.items():
        monkeypatch.setenv(f"ADWATCH_{name}", value)
    return ad.ad_id


def secret(settings: ProcessorSettings) -> str:
    key = settings.secrets.url_key
    assert key is not None
    return key.get_secret_value()


def opened(home: Path) -> list[tuple[str, str, str, str]]:
    return [(line.action, line.subject, line.by, line.details["reason"]) for line in audit.lines(home)]


def test_the_officer_opens_a_report_and_the_list_says_so(
    lane: str, bus: ProcessorSettings, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("ADWATCH_SECRETS__URL_KEY")  # the list needs none
    assert list_reports(50, as_json=False) == 0
    listed = capfd.readouterr().out
    assert listed.startswith(lane)
    assert "CH-04" in listed
    assert listed.endswith("1 of 1 waits to be opened\n")
    list_reports(50, as_json=True)
    [report] = json.loads(capfd.readouterr().out)
    assert (report["id"], report["indicators"], report["times"], report["opened_by"]) == (lane, ["CH-04"], 1, None)

    waits = people.children(load())
    assert (waits.mark, waits.found) == (
        Mark.WARN,
        f"reports that wait to be opened: 1, since {NOON:%Y-%m-%d %H:%M} UTC",
    )

    monkeypatch.setenv("ADWATCH_SECRETS__URL_KEY", secret(bus))
    assert open_([lane], WHY, None, "en", exact=False) == 0
    shown = capfd.readouterr().out
    assert f"hxxps[:]//{SITE}[.]example/the-ad\\x1b[31m" in shown
    assert "Do not visit" in shown
    open_([lane], WHY, None, "fr", exact=True)
    shown = capfd.readouterr().out
    assert f"https://{SITE}.example/the-ad\\x1b[31m" in shown
    assert "Ne visitez pas" in shown
    assert opened(bus.home) == [(children.OPEN, lane, login_name(), WHY)] * 2

    list_reports(50, as_json=False)
    listed += capfd.readouterr().out
    assert f"opened by {login_name()}" in listed
    assert listed.endswith("0 of 1 wait to be opened\n")
    assert people.children(load()).mark is Mark.OK
    assert SITE not in listed + json.dumps(report) + audit.path(bus.home).read_text()
    assert [record for record in records(bus, RAW) if SITE.encode() in record.value]  # so it could be found
    assert not [record for record in records(bus, CHILD_SAFETY) if SITE.encode() in record.value]


def test_whoever_lacks_the_key_sees_nothing_and_nothing_is_marked(
    lane: str, bus: ProcessorSettings, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("ADWATCH_SECRETS__URL_KEY")
    with pytest.raises(KnownError, match=r"secrets\.url_key is not set"):
        open_([lane], WHY, None, "en", exact=True)
    monkeypatch.setenv("ADWATCH_SECRETS__URL_KEY", Fernet.generate_key().decode())
    with pytest.raises(KnownError, match="another key") as refused:
        open_([lane], WHY, None, "en", exact=True)
    assert SITE not in str(refused.value) + "".join(capfd.readouterr())
    assert opened(bus.home) == []


@pytest.mark.parametrize("file", [audit.path, audit_checkpoints.path], ids=["log", "checkpoints"])
def test_what_cannot_be_put_on_record_is_not_shown(
    lane: str, bus: ProcessorSettings, file: Callable[[Path], Path], capfd: pytest.CaptureFixture[str]
) -> None:
    file(bus.home).mkdir()
    with pytest.raises(KnownError, match=r"audit log cannot be (read|written)") as refused:
        open_([lane], WHY, None, "en", exact=True)
    assert SITE not in str(refused.value) + "".join(capfd.readouterr())


def test_a_bad_question_is_refused_and_not_repeated(
    lane: str, bus: ProcessorSettings, capfd: pytest.CaptureFixture[str]
) -> None:
    for ids, reason, why in (
        ([lane, ADDRESS], WHY, "no such report"),
        ([lane], "short", "a reason has"),
        ([lane], f"Report of {SITE}.example to the hotline", "names the site"),
    ):
        with pytest.raises(KnownError, match=why) as refused:
            open_(ids, reason, None, "en", exact=True)
        assert SITE not in str(refused.value)
    assert SITE not in "".join(capfd.readouterr())
    assert opened(bus.home) == []
