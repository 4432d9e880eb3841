"""Alert rules over a list of scored ads, without a server: the very code of the stage, over a state in memory."""

from collections.abc import Sequence
from pathlib import Path

from processors.settings import ProcessorSettings
from schemas.ad import ScoredAd
from schemas.alert import Alert


def alerts_of(ads: Sequence[ScoredAd], rules: Path, settings: ProcessorSettings) -> list[Alert]:
    """The alerts that these rules raise on these ads, both in event time. Raises FileError on a wrong rule file.

    No more ads come after the last: what rules would wait for is settled then.
    """
    from processors.alert import evaluate, load_assistance, load_rules

    help_at = load_assistance(settings.catalogue / "assistance")
    return sorted(evaluate(load_rules(rules), ads, help_at), key=lambda each: (each.at, each.rule, each.key))
