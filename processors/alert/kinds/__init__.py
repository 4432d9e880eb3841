"""The kinds of rules, one module each: what its file may say, and the function that finds what completes it.

`hits(rules, ad, memory)` gets all rules of its kind and one ad, and yields each rule that the ad completes with a
`Hit`. What it remembers is in `memory`, which forgets by event time. A new kind is one module and one line here.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

from processors.alert.hit import Hit
from processors.alert.kinds import any as any_ad
from processors.alert.kinds import frequency, new_identifier
from processors.alert.rule import Rule, RuleFile
from processors.memory import Memory
from schemas.ad import ScoredAd

Hits = Callable[[Sequence[Rule[Any]], ScoredAd, Memory], Iterator[tuple[Rule[Any], Hit]]]


class Kind(NamedTuple):
    """What a rule file of this kind says, and how it is evaluated."""

    model: type[RuleFile]
    hits: Hits


KINDS: dict[str, Kind] = {
    "any": Kind(any_ad.AnyRule, any_ad.hits),
    "frequency": Kind(frequency.FrequencyRule, frequency.hits),
    "new_identifier": Kind(new_identifier.NewIdentifierRule, new_identifier.hits),
}
