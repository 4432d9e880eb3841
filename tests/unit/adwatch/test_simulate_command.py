"""What `adwatch simulate` prints of the laboratory, and what it refuses."""

import json
from typing import Any

import pytest

from adwatch.commands.simulate import run
from adwatch.errors import KnownError

ASKED: dict[str, Any] = {
    "ads": 1, "seed": 7, "visit": 1, "serve": False, "port": 0, "answers": True, "share": None, "language": [],
}  # fmt: skip


def test_answers_of_one_style_in_one_language(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert run(**ASKED | {"split": "frozen", "language": ["ro"], "styles": ["tens"]}) == 0
    sheet = [json.loads(line) for line in capfdbinary.readouterr().out.splitlines()]
    assert sheet
    assert {answer["language"] for answer in sheet} == {"ro"}
    assert all("tens" in {one["style"] for one in answer["contacts"]} for answer in sheet)
    assert {one["kind"] for answer in sheet for one in answer["facts"]} == {"price", "age"}


@pytest.mark.parametrize(
    ("asked", "reason"),
    [
        ({"language": ["uk"]}, "--language chooses from a corpus"),
        ({"styles": ["tens"]}, "--style chooses from the laboratory"),
        ({"split": "frozen", "share": "open"}, "two corpora"),
        ({"split": "frozen", "styles": ["whistled"]}, "no style whistled; there are arabic_indic, arrow"),
        ({"split": "frozen", "language": ["xx"]}, "nothing to hide in xx"),
    ],
)
def test_refused(asked: dict[str, Any], reason: str) -> None:
    with pytest.raises(KnownError, match=reason):
        run(**ASKED | asked)
