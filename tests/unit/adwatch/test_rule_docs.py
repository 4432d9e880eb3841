"""The rule of the tutorial is one that works, and its mistakes are answered as the page says."""

import re
from pathlib import Path

import pytest

from processors.alert import load_rule
from processors.alert.trial import failures
from processors.yaml_file import FileError

PAGE = Path(__file__).parents[3] / "docs" / "first-rule.md"
BLOCKS = re.findall(r"```yaml\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
SAID = re.findall(r"^my-rules/(papers_and_housing\.yml:.*)$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)

# instead of      this
MISTAKES = [
    ('found("LB-08")', 'found("LB-8")'),
    ("throttle:", "throttel:"),
    ('found("LB-13") and', 'score.bnad == "high" and'),
]


def written(folder: Path, text: str) -> Path:
    path = folder / "papers_and_housing.yml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_rule_works(tmp_path: Path) -> None:
    [text] = BLOCKS
    assert list(failures(load_rule(written(tmp_path, text)))) == []


@pytest.mark.parametrize(("mistake", "said"), zip(MISTAKES, SAID, strict=True))
def test_a_mistake_is_answered_as_the_page_says(tmp_path: Path, mistake: tuple[str, str], said: str) -> None:
    path = written(tmp_path, BLOCKS[0].replace(*mistake))
    with pytest.raises(FileError) as caught:
        load_rule(path)
    assert str(caught.value).replace(f"{tmp_path}/", "") == said
