"""`adwatch indicators` as people and programs see it."""

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from adwatch.cli import app

CATALOGUE = Path(__file__).parents[3] / "catalogue"
run = CliRunner().invoke


def test_the_list_names_every_indicator_and_its_grade() -> None:
    result = run(app, ["indicators", "list"])
    assert result.exit_code == 0
    assert "LB-06  E4  medium  words     Recruitment fee demanded of the worker" in result.stdout
    assert "SX-12  E5  none    no        Young-looking photo or visible tattoo" in result.stdout
    assert "109 indicators" in result.stdout


def test_the_list_can_be_narrowed_translated_and_read_by_programs() -> None:
    assert "Frais de recrutement" in run(app, ["indicators", "list", "lb", "--language", "fr"]).stdout
    records = json.loads(run(app, ["indicators", "list", "OR", "--json"]).stdout)
    assert [one["id"] for one in records] == [f"OR-0{number}" for number in range(1, 8)]


def test_one_indicator_is_shown_with_its_sources() -> None:
    said = run(app, ["indicators", "show", "lb-14"]).stdout
    assert "Delphi: strong" in said
    assert "ILO, Indicators of forced labour" in said
    assert "grade E2, risk" in said
    assert json.loads(run(app, ["indicators", "show", "LB-14", "--json"]).stdout)["id"] == "LB-14"


@pytest.mark.parametrize("arguments", [["show", "ZZ-01"], ["list", "ZZ"]])
def test_what_does_not_exist_is_a_clear_error(arguments: list[str]) -> None:
    result = run(app, ["indicators", *arguments])
    assert "no indicator" in str(result.exception)
    assert result.exit_code != 0


def test_the_shipped_catalogue_passes_the_check() -> None:
    result = run(app, ["indicators", "check"])
    assert result.exit_code == 0
    assert "0 examples fail" in result.stdout


def test_the_check_names_the_file_and_the_sentence_to_mend(tmp_path: Path) -> None:
    shutil.copytree(CATALOGUE, tmp_path / "catalogue")
    file = tmp_path / "catalogue/lexicons/en/money.yml"
    file.write_text(file.read_text().replace("- Deposit by gift card only.", "- Deposit by post only."))
    result = run(app, ["indicators", "check", str(tmp_path / "catalogue")])
    assert result.exit_code == 2
    assert "en/prepaid: expected `present`, read `silent`: Deposit by post only." in result.stderr
    file.write_text(file.read_text().replace("terms:", "tarms:", 1))
    result = run(app, ["indicators", "check", str(tmp_path / "catalogue")])
    assert result.exit_code == 2
    assert "money.yml:" in result.stderr
    assert "tarms" in result.stderr
