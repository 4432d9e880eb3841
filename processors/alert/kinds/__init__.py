"""The kinds of rules, one module each: what its file may say, and how it is evaluated.

There are three ways of evaluating, and each kind of the last two is a few small functions for one of them:

    at once      `hits` finds what an ad completes by itself (any, list, new_identifier)
    windows      `processors.alert.window`: counted within a window, told at once
    in order     `processors.alert.fold`: each ad held against those before it, once its moment is settled
    in steps     `processors.alert.steps`: windows weighed against each other, once a step is settled

A new kind is one module and one line here.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any, NamedTuple

from processors.alert import counting, fold, judging, window
from processors.alert.alarms import AlertMemory
from processors.alert.hit import Hit
from processors.alert.kinds import any as any_ad
from processors.alert.kinds import (
    cardinality,
    change,
    cluster_growth,
    correlation,
    flatline,
    frequency,
    listed,
    metric,
    new_identifier,
    new_term,
    percentage,
    price_below_norm,
    reappearance,
    several_persons,
    spike,
    surge,
)
from processors.alert.rule import Rule, RuleFile
from processors.alert.steps import Bucketed
from schemas.ad import ScoredAd

Hits = Callable[[Sequence[Rule[Any]], ScoredAd, AlertMemory], Iterator[tuple[Rule[Any], Hit]]]
Settle = Callable[[Rule[Any], bytes, AlertMemory], Iterator[Hit]]


def _nothing(said: Any) -> None:
    """A kind whose condition and key are all there is to make ready."""


class Kind(NamedTuple):
    """What a rule file of this kind says, how an ad is taken in, and what comes of it when its moment is settled."""

    model: type[RuleFile]
    hits: Hits
    settle: Settle | None = None
    prepare: Callable[[Any], Any] = _nothing
    counts: window.Windowed | None = None  # how it counts, where that can be done again for a part of the ads
    in_steps: bool = False  # whether it counts, and only sums are kept
    against: bool = False  # whether it holds one ad against earlier ads of its key, which the alert does not name


def _window(model: type[RuleFile], how: window.Windowed, prepare: Callable[[Any], Any] = _nothing) -> Kind:
    return Kind(model, partial(window.hits, how), None, prepare, counts=how)


def _fold(
    model: type[RuleFile], how: fold.Folded, prepare: Callable[[Any], Any] = _nothing, against: bool = False
) -> Kind:
    return Kind(model, partial(fold.hits, how), partial(fold.settle, how), prepare, against=against)


def _steps(model: type[RuleFile], how: Bucketed, prepare: Callable[[Any], Any] = _nothing) -> Kind:
    return Kind(model, partial(counting.hits, how), partial(judging.settle, how), prepare, in_steps=True)


KINDS: dict[str, Kind] = {
    "any": Kind(any_ad.AnyRule, any_ad.hits),
    "list": Kind(listed.ListRule, listed.hits, None, listed.prepare),
    "new_identifier": Kind(new_identifier.NewIdentifierRule, new_identifier.hits),
    "frequency": _window(frequency.FrequencyRule, frequency.how),
    "cardinality": _window(cardinality.CardinalityRule, cardinality.how, cardinality.prepare),
    "correlation": _window(correlation.CorrelationRule, correlation.how, correlation.prepare),
    "bridge": _window(correlation.BridgeRule, correlation.how, correlation.prepare),
    "cluster_growth": _window(cluster_growth.ClusterGrowthRule, cluster_growth.how),
    "several_persons": _window(several_persons.SeveralPersonsRule, several_persons.how),
    "change": _fold(change.ChangeRule, change.how, change.prepare),
    "move": _fold(change.MoveRule, change.how, change.prepare),
    "new_term": _fold(new_term.NewTermRule, new_term.how, new_term.prepare, against=True),
    "reappearance": _fold(reappearance.ReappearanceRule, reappearance.how, reappearance.prepare),
    "price_below_norm": _fold(price_below_norm.PriceRule, price_below_norm.how),
    "spike": _steps(spike.SpikeRule, spike.how),
    "flatline": _steps(flatline.FlatlineRule, flatline.how),
    "percentage": _steps(percentage.PercentageRule, percentage.how, percentage.prepare),
    "metric": _steps(metric.MetricRule, metric.how, metric.prepare),
    "surge": _steps(surge.SurgeRule, surge.how),
}
