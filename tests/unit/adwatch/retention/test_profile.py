"""Legal profiles: all that ship can be read, and what is wrong in one is named."""

from pathlib import Path
from typing import Any

import pytest

from adwatch.errors import KnownError
from adwatch.retention import profile
from processors.settings import ProcessorSettings
from schemas.topics import DAY_MS, ENRICHED, LINKED, RAW

SHIPPED = sorted((ProcessorSettings().catalogue / "retention").glob("*.yml"))


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_what_ships_can_be_read_and_takes_text_of_ungraded_ads_first(path: Path) -> None:
    days = profile.read(path).days
    assert days.ungraded_text <= min(days.graded_text, days.ungraded_facts, 30)
    assert days.graded_originals <= days.graded_text


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_what_was_deleted_is_on_no_topic_from_which_it_would_be_written_again(path: Path) -> None:
    days = profile.read(path).days
    assert min(days.ungraded_text, days.graded_originals) * DAY_MS > max(RAW.retention_ms, ENRICHED.retention_ms)
    assert min(days.ungraded_facts, days.graded_facts) * DAY_MS > LINKED.retention_ms


def settings(**retention: Any) -> ProcessorSettings:
    return ProcessorSettings.model_validate({"retention": retention})


def test_a_deployment_changes_single_classes() -> None:
    loaded = profile.load(settings(profile="private_body", days={"ungraded_text": 7}))
    assert (loaded.name, loaded.days.ungraded_text, loaded.days.ungraded_facts) == ("private_body", 7, 90)


@pytest.mark.parametrize(
    ("retention", "said"),
    [
        ({"profile": "nowhere"}, "no nowhere; there are: default"),
        ({"days": {"ungraded_text": 400}}, "ungraded_text must not be longer than ungraded_facts"),
        ({"days": {"graded_originals": 366}}, "graded_originals must not be longer than graded_text"),
        ({"days": {"photos": 1}}, "photos"),
        ({"days": {"alerts": -1}}, "alerts"),
    ],
)
def test_what_is_wrong_is_named(retention: dict[str, Any], said: str) -> None:
    with pytest.raises(KnownError, match=said):
        profile.load(settings(**retention))
