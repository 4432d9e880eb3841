"""What a share of false alarms means where almost every ad is harmless."""

from collections.abc import Sequence

from benchmarks.interval import interval


def expected_false(
    hits: int, planted: int, alarms: int, harmless: int, prevalences: Sequence[float]
) -> dict[str, float]:
    """Shares of planted ads reached and of harmless ads alarmed, and false alarms in 100 alerts at each prevalence.

    `at_most_...` takes the upper end of the 95 % interval of the false alarms, for none seen does not mean none.
    """
    sensitivity, fallout, worst = hits / planted, alarms / harmless, interval(alarms, harmless)[1]
    found = {"reached": round(sensitivity, 4), "alarmed": round(fallout, 4), "alarmed_at_most": round(worst, 4)}
    for prevalence in prevalences:
        found[f"false_per_100_at_{prevalence:.1%}"] = false_per_100(sensitivity, fallout, prevalence)
        found[f"at_most_at_{prevalence:.1%}"] = false_per_100(sensitivity, worst, prevalence)
    return found


def false_per_100(sensitivity: float, fallout: float, prevalence: float) -> float:
    """False alarms in 100 alerts: of a sensitivity of 80 %, 5 % false alarms and a prevalence of 1 %, 86.1."""
    true, false = sensitivity * prevalence, fallout * (1 - prevalence)
    return round(100 * false / (true + false), 1) if true + false else 0.0
