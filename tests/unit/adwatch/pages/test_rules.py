"""The rule reference in the documentation is what the code says today."""

from pathlib import Path

from adwatch.pages import rules
from processors.alert.kinds import KINDS

PAGE = Path(__file__).parents[4] / "docs" / "rules-reference.md"


def test_the_page_is_not_stale() -> None:
    assert PAGE.read_text(encoding="utf-8") == rules.page(), (
        "write it again: adwatch rules reference > docs/rules-reference.md"
    )


def test_every_kind_and_every_field_of_it_is_there() -> None:
    page = rules.page()
    for name, kind in KINDS.items():
        assert f"### {name}\n" in page
        for field in kind.model.model_fields:
            assert f"| `{field}` |" in page


def test_nothing_is_left_unsaid() -> None:
    assert "see there" not in rules.page()
