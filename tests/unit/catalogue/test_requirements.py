"""Every requirement of the founding document has what meets it or a reason; so has every cell of the matrix."""

from pathlib import Path

import pytest

from adwatch.requirements import Requirement, cells, missing, reasons, requirements
from processors.yaml_file import FileError
from tests.readings import catalogue

FOLDER = Path(__file__).parents[3] / "catalogue"
NAMES = """
    AWARENESS CHILD CITE CORRIDOR DRIFT EVIDENCE EXCHANGE FEDERATE FLAG FORMS FUNCTIONS I18N ISP LEGALPROFILE LOWRES
    MOBILE MULTILANG NEUTRAL NGO PALERMO PRIVACY PURPOSE RECRUIT REFERRAL REPORT RESEARCH REUSE SDG SOURCES SUPPLY
    TAXONOMY TERROR THREATMODEL TRAINING XBORDER
"""
CONTEXT_ONLY = "PP5"


@pytest.fixture(scope="module")
def found() -> dict[str, Requirement]:
    return requirements(FOLDER)


def test_every_requirement_is_listed(found: dict[str, Requirement]) -> None:
    assert set(found) == {f"REQ-{name}" for name in NAMES.split()}


def test_every_paragraph_has_a_requirement(found: dict[str, Requirement]) -> None:
    named = {paragraph for one in found.values() for paragraph in one.paragraphs}
    every = {f"PP{number}" for number in range(1, 23)} | {f"OP{number}" for number in range(1, 13)}
    assert named == every - {CONTEXT_ONLY}


def test_what_is_named_exists(found: dict[str, Requirement]) -> None:
    assert {name: lost for name, one in found.items() if (lost := list(missing(one)))} == {}


def test_what_is_not_met_is_planned_with_a_reason(found: dict[str, Requirement]) -> None:
    for name, one in found.items():
        assert one.met or len(one.planned) > 30, name


def test_what_does_not_exist_is_noticed() -> None:
    made_up = Requirement(
        paragraphs=("PP1",),
        asks="Something.",
        modules=("adwatch/nothing.py", "adwatch/cli.py"),
        tests=(
            "tests/unit/catalogue/test_requirements.py::test_nothing",
            "tests/unit/catalogue/test_requirements.py::test_what_does_not_exist_is_noticed",
        ),
        docs=("docs/nothing.md",),
    )
    assert list(missing(made_up)) == ["adwatch/nothing.py", "docs/nothing.md", made_up.tests[0]]


def test_every_cell_has_an_indicator_or_a_reason() -> None:
    explained = reasons(FOLDER)
    empty = [cell for cell, ids in cells(catalogue()).items() if not ids and cell not in explained]
    assert not empty, "give an indicator, or a reason in catalogue/matrix.yml"


def test_a_mistake_is_named_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "requirements.yml").write_text("REQ-X:\n  paragraphs: [PP23]\n  asks: Something.\n", "utf-8")
    with pytest.raises(FileError, match=r"requirements\.yml:2: .*paragraphs"):
        requirements(tmp_path)
