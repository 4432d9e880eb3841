"""A catalogue that changes while a stage runs."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from processors.catalogue import Catalogue, Current
from processors.catalogue.current import LOOK_EVERY_S
from processors.enrich import build as build_enrich
from processors.score import build
from processors.settings import ProcessorSettings
from processors.yaml_file import FileError
from schemas.ad import TextFacts
from schemas.finding import Finding, State
from tests.factories import linked_ad, raw_ad

SHIPPED = Path(__file__).parents[4] / "catalogue"
WEIGHT, OTHER = "default_weight: 2\n", "default_weight: 1.75\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small catalogue: the shipped one with the words of one language."""

    def other_languages(place: str, names: list[str]) -> list[str]:
        return [name for name in names if Path(place).name == "lexicons" and name != "en"]

    return Path(shutil.copytree(SHIPPED, tmp_path / "catalogue", ignore=other_languages))


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def current(folder: Path, clock: Clock) -> Current[str]:
    return Current(folder, lambda catalogue: catalogue.version, clock)


def edit(folder: Path, change: Callable[[str], str]) -> None:
    file = folder / "indicators/labour.yml"
    file.write_text(change(file.read_text(encoding="utf-8")), encoding="utf-8")


def look(current: Current[str], clock: Clock, times: int = 2) -> str:
    for _ in range(times):
        clock.now += LOOK_EVERY_S
        current.get()
    return current.get()


def test_a_change_is_taken_when_the_files_are_at_rest(folder: Path, clock: Clock, current: Current[str]) -> None:
    before = current.get()
    edit(folder, lambda text: text.replace(WEIGHT, OTHER))
    assert current.get() == before, "not yet looked at"
    assert look(current, clock, times=1) == before, "changed just now: perhaps not all of it is there"
    assert look(current, clock, times=1) != before
    edit(folder, lambda text: text.replace(OTHER, WEIGHT))
    assert look(current, clock) == before, "the same data, the same version"


def test_a_wrong_change_is_not_taken_and_the_right_one_after_it_is(
    folder: Path, clock: Clock, current: Current[str], capsys: pytest.CaptureFixture[str]
) -> None:
    before = current.get()
    edit(folder, lambda text: text.replace(WEIGHT, "default_weight: heavy\n"))
    assert look(current, clock, times=3) == before
    said = capsys.readouterr().out
    assert "labour.yml:" in said
    assert said.count("refused") == 1, "said once, not at every look"
    edit(folder, lambda text: text.replace("default_weight: heavy\n", OTHER))
    assert look(current, clock) != before


def test_a_new_language_is_taken(folder: Path, clock: Clock) -> None:
    current: Current[Catalogue] = Current(folder, lambda catalogue: catalogue, clock)
    shutil.copytree(folder / "lexicons/en", folder / "lexicons/xx")
    for _ in range(2):
        clock.now += LOOK_EVERY_S
        current.get()
    assert current.get().languages == {"en", "xx"}


def test_a_wrong_catalogue_at_the_start_is_an_error(folder: Path) -> None:
    edit(folder, lambda text: text.replace(WEIGHT, "default_weight: heavy\n"))
    with pytest.raises(FileError, match=r"labour\.yml:"):
        Current(folder, lambda catalogue: catalogue)


def test_a_deployments_own_folder_judges_and_the_record_keeps_its_version(folder: Path) -> None:
    ad = linked_ad(
        facts=TextFacts(language="en", supported=True, words=60),
        findings=(Finding(indicator="LB-06", state=State.PRESENT),),
    )
    edit(folder, lambda text: text.replace(WEIGHT, OTHER))
    own, shipped = (build(ProcessorSettings(catalogue=place))(ad).score for place in (folder, SHIPPED))
    assert own.catalogue_version != shipped.catalogue_version
    assert (own.value, shipped.value) == (1.75, 2.0)


def test_running_stages_take_it_without_a_restart(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("processors.catalogue.current.LOOK_EVERY_S", 0.0)
    settings = ProcessorSettings.model_validate(
        {"catalogue": folder, "secrets": {"token_key": "a key for tests only", "url_key": "another"}}
    )
    enrich: Any = build_enrich(settings)
    score = build(settings)

    def versions() -> tuple[str, str]:
        [outcome] = enrich([raw_ad()])
        [(_, read)] = outcome.outputs
        return read.catalogue_version, score(linked_ad()).score.catalogue_version

    before = versions()
    assert before[0] == before[1]
    edit(folder, lambda text: text.replace(WEIGHT, OTHER))
    versions()  # the look that sees the change
    after = versions()
    assert after[0] == after[1] != before[0]
