"""The vault on the real engines: filled by its stage, opened by its commands, and dark without its key."""

import base64
import io
import json
from typing import Any

import pytest
from pydantic import SecretStr

from adwatch import audit
from adwatch.commands import lookup, vault
from adwatch.errors import KnownError
from adwatch.reader import Reader
from processors.index.client import session
from processors.index.names import VAULT
from processors.index.refusals import DONE
from processors.pipeline import STAGES
from processors.settings import ProcessorSettings, SecretSettings
from processors.stage import Emit, Retry
from processors.state import MemoryTransaction
from processors.vault import new_key
from schemas.ad import EnrichedAd
from schemas.ids import ad_id
from tests.factories import raw_ad

pytestmark = pytest.mark.engines
WHY = "Asked for by the unit, case 12"
PHONE, MAIL = "+44 7700 900123", "ana@farm.example"
KEYS = SecretSettings(token_key=SecretStr("of tests"), url_key=SecretStr("too"), vault_key=SecretStr(new_key()))
ONE, TWO = (ad_id("demo_jobs", key) for key in "12")


@pytest.fixture(scope="module")
def enriched() -> list[EnrichedAd]:
    """Two ads, read."""
    ads = [
        raw_ad(body=f"Ring {PHONE}.", ad_id=ONE, key="1"),
        raw_ad(body=f"Write to {MAIL} or ring {PHONE}.", ad_id=TWO, key="2"),
    ]
    enrich: Any = STAGES["enrich"].build(ProcessorSettings(secrets=KEYS))
    return [outcome.outputs[0][1] for outcome in enrich(ads)]


@pytest.fixture
def filled(
    settings: ProcessorSettings, enriched: list[EnrichedAd], monkeypatch: pytest.MonkeyPatch
) -> ProcessorSettings:
    """The vault holds two ads; the commands find this installation by the environment."""
    made = settings.model_copy(update={"secrets": KEYS})
    seal: Any = STAGES["seal"].build(made)
    assert seal(enriched) == [DONE, DONE]
    use(made, monkeypatch)
    return made


def use(settings: ProcessorSettings, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {
        "HOME": settings.home,
        "KAFKA__BOOTSTRAP": settings.kafka.bootstrap,
        "KAFKA__TOPIC_PREFIX": settings.kafka.topic_prefix,
        "SEARCH__URL": settings.search.url,
        "SEARCH__PREFIX": settings.search.prefix,
        **{f"SECRETS__{key.upper()}": value.get_secret_value() for key, value in settings.secrets if value},
    }.items():
        monkeypatch.setenv(f"ADWATCH_{name}", str(value))


def said(capsys: pytest.CaptureFixture[str]) -> Any:
    return json.loads(capsys.readouterr().out)


def stored(settings: ProcessorSettings) -> list[dict[str, Any]]:
    with session(settings.search) as client:
        client.indices.refresh(index=VAULT.read(settings.search.prefix))
        return [hit["_source"] for hit in client.search(index=VAULT.read(settings.search.prefix))["hits"]["hits"]]


def test_an_ad_is_opened_whole_and_a_token_to_its_one_contact(
    filled: ProcessorSettings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert not [form for form in (PHONE, "900123", MAIL, "Ring") if form in json.dumps(stored(filled))]

    monkeypatch.setattr("sys.stdin", io.StringIO(PHONE))
    lookup.run("referral", WHY, None, None, as_json=True)
    token = said(capsys)["token"]
    vault.open_([token], "referral", WHY, None, as_json=True)
    [contact] = said(capsys)
    assert (contact["value"], contact["kind"]) == ("+447700900123", "phone")
    assert MAIL not in json.dumps(contact)

    vault.open_([TWO], "referral", WHY, None, as_json=True)
    [ad] = said(capsys)
    assert ad["body"] == f"Write to {MAIL} or ring {PHONE}."
    assert [each["value"] for each in ad["contacts"]] == [MAIL, "+447700900123"]

    lines = list(audit.lines(filled.home))
    assert [(line.action, line.subject) for line in lines] == [
        ("lookup", token), ("vault.open", token), ("vault.open", TWO),
    ]  # fmt: skip
    log = audit.path(filled.home).read_text()
    assert not [form for form in (PHONE, "900123", MAIL) if form in log]
    with pytest.raises(KnownError, match="holds nothing"):
        vault.open_(["0" * 24], "referral", WHY, None, as_json=True)
    with pytest.raises(KnownError, match="one item at a time"):
        vault.open_([ONE, TWO], "referral", WHY, None, as_json=True)


def test_two_persons_open_both(
    filled: ProcessorSettings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ADWATCH_REVIEW__SHARED_LOGIN", "true")
    vault.ask([ONE, TWO], "referral", WHY, "ana")
    request = capsys.readouterr().out.split(":")[0]
    with pytest.raises(KnownError, match="nobody has agreed"):
        vault.open_([request], "", "", "ana", as_json=True)
    vault.agree(request, WHY, "bob")
    capsys.readouterr()
    vault.open_([request], "", "", "ana", as_json=True)
    assert [each["id"] for each in said(capsys)] == [ONE, TWO]


def test_a_new_master_key_takes_over_and_another_one_opens_nothing(
    filled: ProcessorSettings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    old, new = filled.secrets.vault_key, new_key()
    assert isinstance(old, SecretStr)
    before = {each["ad_id"]: each["sealed"] for each in stored(filled)}
    monkeypatch.setenv("ADWATCH_SECRETS__VAULT_KEY", f"{new}\n{old.get_secret_value()}")
    vault.rotate(None)
    assert {each["ad_id"]: each["sealed"] for each in stored(filled)} == before  # only the small keys were wrapped anew

    monkeypatch.setenv("ADWATCH_SECRETS__VAULT_KEY", new)
    capsys.readouterr()
    assert vault.status(as_json=True) == 0
    assert list(said(capsys)["records"].values()) == [2]
    vault.open_([ONE], "referral", WHY, None, as_json=True)
    assert said(capsys)[0]["body"] == f"Ring {PHONE}."

    monkeypatch.setenv("ADWATCH_SECRETS__VAULT_KEY", new_key())
    assert vault.status(as_json=True) == 1
    with pytest.raises(Exception, match=r"not in secrets\.vault_key"):
        vault.open_([ONE], "referral", WHY, None, as_json=True)


def test_a_record_that_was_changed_holds_up_no_other(
    filled: ProcessorSettings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with session(filled.search) as client:
        index = VAULT.write(filled.search.prefix)
        client.update(index=index, id=ONE, doc={"wrapped_key": base64.b64encode(bytes(40)).decode()}, refresh=True)
    old, new = filled.secrets.vault_key, new_key()
    assert isinstance(old, SecretStr)
    monkeypatch.setenv("ADWATCH_SECRETS__VAULT_KEY", f"{new}\n{old.get_secret_value()}")
    capsys.readouterr()
    assert vault.rotate(None) == 1
    told = capsys.readouterr().out
    assert told.startswith("1 records are under key")
    assert f"left as it is: the key of ad {ONE} was changed" in told


def test_losing_the_key_leaves_the_rest_working(filled: ProcessorSettings, enriched: list[EnrichedAd]) -> None:
    keyless = filled.model_copy(update={"secrets": KEYS.model_copy(update={"vault_key": None})})
    seal: Any = STAGES["seal"].build(keyless)
    assert all(isinstance(outcome, Retry) for outcome in seal(enriched))  # waits, and keeps its place on the topic

    link: Any = STAGES["link"].build(keyless)
    index: Any = STAGES["index"].build(keyless)
    linked = [outcome.outputs[0][1] for outcome in link(enriched, MemoryTransaction())]
    assert all(isinstance(outcome, Emit) for outcome in index(linked))
    with Reader(keyless.search) as reader:
        assert set(reader.ad_ids()) == {ONE, TWO}
