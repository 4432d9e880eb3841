"""A new key of tokens on the real search engine: every stored token becomes that of the new key, and links stay."""

import json
from typing import Any

import pytest
from pydantic import SecretStr

from adwatch import audit
from adwatch.commands import tokens, vault
from adwatch.errors import KnownError
from processors import added_lines
from processors.index.client import session
from processors.index.names import ADS, VAULT, Index
from processors.index.refusals import DONE
from processors.link.decisions import Decision
from processors.pipeline import STAGES
from processors.plumbing.metrics import Report
from processors.settings import ProcessorSettings, SecretSettings
from processors.stage import Emit
from processors.state import Store
from processors.vault import new_key
from schemas.ids import ad_id
from schemas.tokens import TokenKeys
from tests.factories import NOON, raw_ad
from tests.integration.test_vault import use

pytestmark = pytest.mark.engines
ONE, TWO, THREE = (ad_id("demo_jobs", key) for key in "123")
OLD, NEW = "first key", "first key\nsecond key"
VAULT_KEY = SecretStr(new_key())
PHONE = "+447700900123"


def under(key: str, settings: ProcessorSettings) -> ProcessorSettings:
    keys = SecretSettings(token_key=SecretStr(key), url_key=SecretStr("x"), vault_key=VAULT_KEY)
    return settings.model_copy(update={"secrets": keys})


def through_all(settings: ProcessorSettings, *ids: str) -> None:
    """Ads with one telephone number go through the stages, under the key of these settings."""
    process: dict[str, Any] = {name: STAGES[name].build(settings) for name in ("enrich", "seal", "link", "index")}
    ads = [raw_ad(ad_id=each, key=each, body=f"Ring {PHONE} about room {each[0]}.") for each in ids]
    enriched = [outcome.outputs[0][1] for outcome in process["enrich"](ads)]
    assert process["seal"](enriched) == [DONE] * len(ads)
    with Store(settings.state / "link") as store, store.begin() as transaction:
        linked = [record for outcome in process["link"](enriched, transaction) for _, record in outcome.outputs]
        transaction.commit({})
    assert all(isinstance(outcome, Emit) for outcome in process["index"](linked))


def documents(settings: ProcessorSettings, index: Index) -> dict[str, Any]:
    with session(settings.search) as client:
        client.indices.refresh(index=index.read(settings.search.prefix))
        hits = client.search(index=index.read(settings.search.prefix), size=100)["hits"]["hits"]
        return {hit["_id"]: hit["_source"] for hit in hits}


def test_links_outlive_the_key(
    settings: ProcessorSettings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before, after = (TokenKeys.parse(key).token("phone", PHONE) for key in (OLD, NEW))
    through_all(under(OLD, settings), ONE, TWO)
    assert before in json.dumps(documents(settings, ADS))
    decision = Decision(id="d-1", action="force", what="contact", contact=before, reason="x", by="ana", at=NOON)
    added_lines.add(settings.home / "link_decisions.jsonl", [decision])

    use(under(NEW, settings), monkeypatch)
    assert tokens.run(None, as_json=True) == 0
    renewed = json.loads(capsys.readouterr().out)["renewed"]
    assert renewed == {"link": 1, "ads": 2, "vault": 2, "link_decisions.jsonl": 1}
    everything = json.dumps([documents(settings, ADS), documents(settings, VAULT)])
    assert before not in everything
    assert f"[{after}]" in everything
    assert before not in (settings.home / "link_decisions.jsonl").read_text()

    through_all(under(NEW, settings), THREE)
    found = documents(settings, ADS)
    assert {found[each]["actor"] for each in (ONE, TWO, THREE)} == {found[ONE]["actor"]}
    assert found[THREE]["actor_ads"] == 3
    vault.open_([ONE], "referral", "Asked for by the unit, case 12", None, as_json=True)
    [opened] = json.loads(capsys.readouterr().out)
    assert [(each["token"], each["value"]) for each in opened["contacts"]] == [(after, PHONE)]

    assert tokens.run(None, as_json=True) == 0
    assert json.loads(capsys.readouterr().out)["renewed"] == {}, "a second time there is nothing to do"
    assert [line.action for line in audit.lines(settings.home)] == ["tokens.renew", "vault.open", "tokens.renew"]


def test_nothing_is_changed_while_a_stage_runs(settings: ProcessorSettings, monkeypatch: pytest.MonkeyPatch) -> None:
    import os

    use(under(NEW, settings), monkeypatch)
    Report(stage="enrich", pid=os.getpid(), started_at=0, written_at=0).write(settings.home)
    with pytest.raises(KnownError, match="stop the stages first: enrich run"):
        tokens.run(None, as_json=True)
    assert list(audit.lines(settings.home)) == []
