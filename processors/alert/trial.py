"""A rule tried on its own examples, by the very code that runs in the stream."""

from collections.abc import Iterator
from typing import Any

from processors.alert.assistance import Directory
from processors.alert.examples import example_ads
from processors.alert.matching import evaluate
from processors.alert.rule import Example, Rule
from processors.yaml_file import Loc


def failures(rule: Rule[Any]) -> Iterator[tuple[Loc, str]]:
    """The examples that do not do what they say, each with its place in the file."""
    for place, example in enumerate(rule.file.examples.fire):
        raised = alerts_of(rule, example)
        if raised != example.alerts:
            yield ("examples", "fire", place), f"{example.what}: expected {_alerts(example.alerts)}, got {raised}"
    for place, example in enumerate(rule.file.examples.not_fire):
        raised = alerts_of(rule, example)
        if raised:
            yield ("examples", "not_fire", place), f"{example.what}: expected no alert, got {raised}"


def alerts_of(rule: Rule[Any], example: Example) -> int:
    """How many alerts the rule raises on the example's ads."""
    return sum(1 for _ in evaluate([rule], example_ads(example), Directory()))


def _alerts(number: int) -> str:
    return f"{number} alert{'' if number == 1 else 's'}"
