"""What the indices of one kind are set to beyond what holds for all."""

import pytest

from processors.index.capabilities import Capabilities
from processors.index.names import INDICES, SIGHTINGS, VAULT, Index
from processors.index.templates import SELDOM, own_settings

NEW, OLD = Capabilities("9", streams=True, lifecycle=True), Capabilities("7")
LIFECYCLE = {"index.lifecycle.name": "p-settings"}


@pytest.mark.parametrize(
    ("index", "able", "settings"),
    [
        (SIGHTINGS, NEW, LIFECYCLE),
        (SIGHTINGS, OLD, {}),
        (VAULT, NEW, SELDOM),
        (SIGHTINGS._replace(seldom=True), NEW, LIFECYCLE | SELDOM),
        (SIGHTINGS._replace(seldom=True), OLD, SELDOM),
    ],
    ids=["a stream", "a stream on a server without", "seldom read", "a stream that is seldom read", "there without"],
)
def test_what_one_setting_asks_for_takes_nothing_from_another(
    index: Index, able: Capabilities, settings: dict[str, str]
) -> None:
    assert own_settings(index, "p", able) == settings


def test_most_kinds_have_nothing_of_their_own() -> None:
    assert [index.kind for index in INDICES if own_settings(index, "p", OLD)] == ["vault"]
