"""What must hold for an indicator beside the types of its fields. One function, one rule."""

from collections.abc import Callable, Iterator

from processors.catalogue.catalogue import Catalogue
from processors.catalogue.records import Grade, Indicator, Polarity, Sensitive, Signal
from processors.yaml_file import Loc

Wrong = tuple[Loc, str]  # field, what is wrong with it
Check = Callable[[Indicator, Catalogue], Iterator[Wrong]]


def check(indicator: Indicator, catalogue: Catalogue) -> list[Wrong]:
    """Everything that is wrong with one indicator, given the whole catalogue."""
    return [wrong for rule in CHECKS for wrong in rule(indicator, catalogue)]


def _sources_are_known(one: Indicator, catalogue: Catalogue) -> Iterator[Wrong]:
    for number, source in enumerate(one.sources):
        if source not in catalogue.sources:
            yield ("sources", number), f"`{source}` is not in sources.yml"
    if one.strength.source not in catalogue.sources:
        yield ("strength", "source"), f"`{one.strength.source}` is not in sources.yml"


def _dimension_is_known(one: Indicator, catalogue: Catalogue) -> Iterator[Wrong]:
    if one.dimension not in catalogue.dimensions:
        yield ("dimension",), f"`{one.dimension}` is not in dimensions.yml"


def _refuted_has_no_weight(one: Indicator, _: Catalogue) -> Iterator[Wrong]:
    if (one.evidence_grade is Grade.REFUTED) != (one.polarity is Polarity.REFUTED):
        yield ("polarity",), "grade E5 and polarity `refuted` go together"
    if one.polarity is Polarity.REFUTED and one.scored:
        yield ("scored",), "a refuted indicator is shown, never scored"


def _sensitive_is_never_scored(one: Indicator, _: Catalogue) -> Iterator[Wrong]:
    if one.sensitive is not Sensitive.NONE and one.scored:
        yield ("scored",), f"`{one.sensitive}` is never scored"


def _special_category_is_never_looked_for(one: Indicator, _: Catalogue) -> Iterator[Wrong]:
    if one.sensitive is Sensitive.SPECIAL_CATEGORY and _ways(one.signal):
        yield ("signal",), "a special category is not looked for: its value would be in the evidence"


def _weight_goes_with_scored(one: Indicator, _: Catalogue) -> Iterator[Wrong]:
    if one.is_counted != (one.default_weight > 0):
        yield ("default_weight",), "is above 0 if, and only if, the indicator is scored"


def _children_ids(one: Indicator, _: Catalogue) -> Iterator[Wrong]:
    if one.id.startswith("CH-") and not one.children_lane:
        yield ("sensitive",), "CH indicators are `child`"


def _one_signal_or_a_gap(one: Indicator, _: Catalogue) -> Iterator[Wrong]:
    ways = _ways(one.signal)
    if ways > 1 and not (ways == 2 and one.signal.lexicon and one.signal.reader):
        yield ("signal",), "give one of `lexicon`, `together`, `reader`, `link`, or a lexicon and a reader"
    if (ways == 0) == (one.gap is None):
        yield ("signal",), "give a `signal`, or a `gap` that says why there is none"


def _topics_exist(one: Indicator, catalogue: Catalogue) -> Iterator[Wrong]:
    known = {topic for lexicon in catalogue.lexicons.values() for topic in lexicon.topics}
    for number, topic in enumerate(one.signal.lexicon):
        if topic not in known:
            yield ("signal", "lexicon", number), f"no lexicon has a topic `{topic}`"
    for number, row in enumerate(one.signal.together):
        for name in row:
            if name not in known and name not in catalogue.indicators:
                yield ("signal", "together", number), f"`{name}` is neither a topic nor an indicator"


def _ways(signal: Signal) -> int:
    return sum(map(bool, (signal.lexicon, signal.together, signal.reader, signal.link)))


CHECKS: tuple[Check, ...] = (
    _sources_are_known,
    _dimension_is_known,
    _refuted_has_no_weight,
    _sensitive_is_never_scored,
    _special_category_is_never_looked_for,
    _weight_goes_with_scored,
    _children_ids,
    _one_signal_or_a_gap,
    _topics_exist,
)
