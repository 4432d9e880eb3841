"""`adwatch rules check`."""

from pathlib import Path

import pytest

from adwatch.commands.rules import check
from adwatch.errors import KnownError

RULES = Path(__file__).parents[3] / "catalogue" / "rules"


def copied(to: Path, name: str, instead_of: str = "", this: str = "") -> Path:
    text = (RULES / f"{name}.yml").read_text(encoding="utf-8")
    assert not instead_of or instead_of in text
    (to / f"{name}.yml").write_text(text.replace(instead_of, this) if instead_of else text, encoding="utf-8")
    return to


def test_the_shipped_rules_are_good(capsys: pytest.CaptureFixture[str]) -> None:
    assert check(None) == 0
    assert "ok  posting_burst" in capsys.readouterr().out


# instead of              this                   on the line with      the problem
WRONG = [
    ("count: 10", "count: 30", "what: ten ads", "examples.fire.0: ten ads in nine hours: expected 1 alert, got 0"),
    ("count: 10", "count: 5", "what: nine ads", "examples.not_fire.0: nine ads in a day: expected no alert, got 1"),
    ("[NW-05, SX-14]", "[NW-05, SX-99]", "indicators:", "indicators.1: SX-99 is not in the catalogue"),
    ("[NW-05, SX-14]", "[NW-05, SX-10]", "indicators:", "indicators.1: SX-10 is never scored"),
    ("[NW-05, SX-14]", "[NW-05, CH-01]", "indicators:", "indicators.1: CH-01 is never scored"),
    ("[memex_features, ", "[memex, ", "source:", "source.0: memex is not in sources.yml"),
    ("count: 10", "count: many", "count:", "count: "),
]


@pytest.mark.parametrize(("instead_of", "this", "place", "message"), WRONG)
def test_a_problem_names_file_and_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], instead_of: str, this: str, place: str, message: str
) -> None:
    copied(tmp_path, "high_band_ad")
    assert check(copied(tmp_path, "posting_burst", instead_of, this)) == 2
    lines = (tmp_path / "posting_burst.yml").read_text(encoding="utf-8").splitlines()
    line = next(number for number, text in enumerate(lines, start=1) if text.strip("- ").startswith(place))
    said = capsys.readouterr()
    assert f"posting_burst.yml:{line}: {message}" in said.err
    assert "ok  high_band_ad" in said.out


def test_an_empty_folder_is_said(tmp_path: Path) -> None:
    with pytest.raises(KnownError, match="no rules here"):
        check(tmp_path)
