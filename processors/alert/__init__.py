"""ScoredAd -> Alert, by the rules of `catalogue/rules/`: each told once, with its reasons and gaps."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from processors.alert import live
from processors.alert.assistance import load_assistance
from processors.alert.loading import load_rule, load_rules
from processors.alert.matching import evaluate, process
from processors.alert.rule import Rule
from processors.alert.silences import Silences
from processors.settings import ProcessorSettings
from processors.stage import StatefulProcess

__all__ = ["build", "evaluate", "load_assistance", "load_rule", "load_rules", "process", "rules_of", "silences_of"]


def build(settings: ProcessorSettings, rules: Sequence[Rule[Any]] | None = None) -> StatefulProcess:
    """The stage over the rules, or the live ones. Raises FileError when a rule or a table of services is wrong."""
    return process(
        rules_of(settings) if rules is None else rules,
        load_assistance(settings.catalogue / "assistance"),
        clock=lambda: datetime.now(UTC),
        silences=silences_of(settings),
    )


def rules_of(settings: ProcessorSettings) -> tuple[Rule[Any], ...]:
    """The live rules of an installation. Raises FileError when one is wrong."""
    return live.only_live(load_rules(settings.catalogue / "rules"), live.files(settings.catalogue, settings.home))


def silences_of(settings: ProcessorSettings) -> Silences:
    """The silences of an installation."""
    return Silences(settings.home / "silences.jsonl")
