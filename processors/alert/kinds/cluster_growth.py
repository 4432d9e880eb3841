"""Kind `cluster_growth`: so many new ads in a near-duplicate cluster within a window, on so many sources."""

from collections.abc import Sequence
from typing import Any, Literal

from pydantic import Field

from processors.alert.hit import Event
from processors.alert.kinds.frequency import SPARE, WindowRule
from processors.alert.rule import Rule
from processors.alert.window import Windowed


class ClusterGrowthRule(WindowRule):
    """The key is always the cluster."""

    kind: Literal["cluster_growth"]
    subject: Literal["cluster"]
    key: tuple[()] = ()
    new_ads: int = Field(ge=2, le=1_000)
    sources: int = Field(1, ge=1, le=50)


def _number(rule: Rule[Any], together: Sequence[Event]) -> int:
    return len(together)


def _reached(rule: Rule[Any], together: Sequence[Event], count: int) -> bool:
    return bool(count >= rule.file.new_ads) and len({event.source for event in together}) >= rule.file.sources


how = Windowed(
    values=lambda rule, ad: ("",),
    needed=lambda rule: rule.file.new_ads + SPARE,
    number=_number,
    reached=_reached,
)
