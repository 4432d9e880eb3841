"""The children's lane through every filter: such an ad leaves at once, and no word of it goes anywhere."""

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from adwatch.commands import filter as filters
from adwatch.commands.filter_score import score
from processors.enrich import build
from processors.errors import StageStoppedError
from processors.settings import ProcessorSettings
from processors.stage import Emit
from schemas.ad import RawAd
from schemas.base import SourceFamily
from schemas.codec import encode
from schemas.events import ChildSafetyHit
from schemas.topics import CHILD_SAFETY, ENRICHED
from tests.factories import raw_ad

KEYS = {"token_key": "a key for tests only", "url_key": "another"}
WORDS = "Call Zofia Testowa, +44 7700 900123, behind the old mill."
# fmt: off
ADS = [
    ("CH-01", SourceFamily.ADULT_SERVICES, f"Companion, 17 years old, outcall to hotels. {WORDS}"),
    ("CH-03", SourceFamily.SOCIAL, f"Football trials abroad, ages 15 to 20, we pay the flight. {WORDS}"),
    ("CH-04", SourceFamily.JOB_BOARD, f"Pickers wanted on our farm, minimum age 13. {WORDS}"),
    ("CH-05", SourceFamily.SOCIAL, f"Ages 15 to 17, travelling alone? I offer a room and a ride. {WORDS}"),
]
# fmt: on


def settings(**secrets: str) -> ProcessorSettings:
    return ProcessorSettings.model_validate({"secrets": secrets})


@pytest.fixture(scope="module")
def enrich() -> Any:
    return build(settings(**KEYS))


def ad(family: SourceFamily, text: str) -> RawAd:
    return raw_ad(title="", body=text, fields={}, source_family=family, url="https://secret.example/the-ad")


@pytest.mark.parametrize(("indicator", "family", "text"), ADS)
def test_one_record_leaves_the_stage_and_it_holds_no_word_of_the_ad(
    enrich: Any, indicator: str, family: SourceFamily, text: str
) -> None:
    [outcome] = enrich([ad(family, text)])
    assert isinstance(outcome, Emit)
    [(topic, record)] = outcome.outputs
    assert topic is CHILD_SAFETY
    assert isinstance(record, ChildSafetyHit)
    assert record.indicator == indicator
    kept = encode(record).decode()
    for word in {*text.replace(",", " ").replace(".", " ").split(), "secret.example"}:
        assert len(word) < 4 or word not in kept, word


def test_an_ad_that_denies_it_goes_on(enrich: Any) -> None:
    [outcome] = enrich([ad(SourceFamily.JOB_BOARD, "Pickers wanted on our farm. We never take workers aged 14.")])
    assert [topic for topic, _ in outcome.outputs] == [ENRICHED]


def test_without_the_key_of_addresses_the_stage_does_not_start() -> None:
    """It would fail at such an ad, and the whole ad would lie among the dead letters."""
    with pytest.raises(StageStoppedError, match="url_key"):
        build(settings(token_key="a key for tests only"))


FILTERS: list[Callable[[Path], int]] = [
    lambda folder: filters.enrich(region=None, explain=True, page=folder / "page.html"),
    lambda folder: score(explain=True, page=folder / "page.html"),
]


@pytest.mark.parametrize("run", FILTERS)
def test_a_filter_says_that_it_left_and_nothing_else(
    run: Callable[[Path], int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: Any
) -> None:
    lines = [{"id": str(number), "source_family": family, "text": text} for number, (_, family, text) in enumerate(ADS)]
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO("\n".join(map(json.dumps, lines)).encode())))
    assert run(tmp_path) == 0
    said = [json.loads(line) for line in capfdbinary.readouterr().out.splitlines()]
    assert [(one.pop("id"), one.pop("lane")) for one in said] == [(str(n), "children") for n in range(len(ADS))]
    assert all(set(one) <= {"indicator"} for one in said)
    for page in tmp_path.glob("*.html"):
        assert "Zofia" not in page.read_text("utf-8")
