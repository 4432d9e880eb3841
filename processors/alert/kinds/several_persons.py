"""Kind `several_persons`: a third person, say, behind one contact, told apart by the ages its ads give.

Names are never seen here. Ages that lie `apart` years or less from each other may be one person's: people round them,
and grow older. So the number is that of the most ages that can be chosen with more than that between any two.
"""

from collections.abc import Sequence
from typing import Any, Literal

from pydantic import Field

from processors.alert.hit import Event
from processors.alert.kinds.frequency import WindowRule
from processors.alert.kinds.values import of_kind
from processors.alert.rule import Rule
from processors.alert.window import Windowed
from schemas.mention import MentionKind

SPARE = 20  # ads of one age


class SeveralPersonsRule(WindowRule):
    """The key is a contact (its token) unless the rule says otherwise; an ad with two contacts counts for both."""

    kind: Literal["several_persons"]
    subject: Literal["actor"]
    key: tuple[str, ...] = ("contacts.token",)
    persons: int = Field(3, ge=2, le=50)
    apart: int = Field(1, ge=0, le=10)


def _number(rule: Rule[Any], together: Sequence[Event]) -> int:
    number, last = 0, -100
    for age in sorted({int(event.value) for event in together}):
        if age - last > rule.file.apart:
            number, last = number + 1, age
    return number


def _reached(rule: Rule[Any], together: Sequence[Event], count: int) -> bool:
    return bool(count >= rule.file.persons)


how = Windowed(
    values=lambda rule, ad: [age for age in dict.fromkeys(of_kind(ad, MentionKind.AGE)) if age.isdigit()],
    needed=lambda rule: SPARE,
    number=_number,
    reached=_reached,
)
