"""ScoredAd -> Alert, by the rules of `catalogue/rules/`: each told once, with its reasons and gaps."""

from datetime import UTC, datetime

from processors.alert import live
from processors.alert.assistance import load_assistance
from processors.alert.loading import load_rule, load_rules
from processors.alert.matching import evaluate, process
from processors.alert.silences import Silences
from processors.settings import ProcessorSettings
from processors.stage import StatefulProcess

__all__ = ["build", "evaluate", "load_assistance", "load_rule", "load_rules", "process", "silences_of"]


def build(settings: ProcessorSettings) -> StatefulProcess:
    """The stage over the catalogue's live rules. Raises FileError when a rule or a table of services is wrong."""
    return process(
        live.only_live(load_rules(settings.catalogue / "rules"), live.files(settings.catalogue, settings.home)),
        load_assistance(settings.catalogue / "assistance"),
        clock=lambda: datetime.now(UTC),
        silences=silences_of(settings),
    )


def silences_of(settings: ProcessorSettings) -> Silences:
    """The silences of an installation."""
    return Silences(settings.home / "silences.jsonl")
