"""Corrections of one alert, and what an office makes of them."""

from datetime import timedelta
from typing import Any

from msgspec.structs import replace

from processors.notify.targets.errors import UnavailableError
from processors.stage import Emit
from schemas.alert import Alert, Correction
from schemas.codec import decode
from schemas.events import DeadLetter
from tests.factories import NOON, alert
from tests.unit.processors.notify.test_plan import Office

TOLD = alert(alert_id="al-1", ads=("one", "two", "three"))


BEFORE = alert(alert_id="al-0")  # all that a team with `per_day: 1` is told of the actor


LATER = NOON + timedelta(minutes=5)


def corrected(outcome: str = "withdrawn", name: str = "al-1-c1", told: Alert = TOLD, **changes: Any) -> Alert:
    """The record that brings a correction."""
    ads = ("one", "two") if outcome == "weakened" else ()
    made = Correction(**{"id": name, "outcome": outcome, "reason": "hub", "at": NOON, "ads": ads} | changes)
    return replace(told, sentence="", reasons=(), correction=made)


def outcomes(office: Office, team: str = "team") -> list[tuple[str, str]]:
    """What was told, and what of it was corrected."""
    records = [each.record for each in office.baskets[team].got if isinstance(each.record, Alert)]
    return [(each.alert_id, each.correction.outcome if each.correction else "") for each in records]


def away(office: Office, error: Exception | None = None) -> Any:
    """The team's target does not take anything; call what is answered to have it do so again."""
    basket = office.baskets["team"]
    takes = basket.send

    def fails(*_: Any) -> None:
        raise error or UnavailableError("away")

    basket.send = fails  # type: ignore[method-assign, assignment]
    return lambda: setattr(basket, "send", takes)


def letter(office: Office) -> Alert:
    """The alert of the one dead letter that comes out."""
    [outcome] = office._run([], office._state)
    assert isinstance(outcome, Emit)
    [(_, made)] = outcome.outputs
    assert isinstance(made, DeadLetter)
    return decode(Alert, made.payload)


CORRECTIONS = [
    corrected("weakened", "al-1-c1"),
    corrected("weakened", "al-1-c2", at=NOON + timedelta(minutes=1)),
    corrected("withdrawn", "al-1-c3", at=NOON + timedelta(minutes=2)),
    corrected("weakened", "al-1-c4", at=NOON + timedelta(minutes=3)),
]


NEWEST_LAST = [CORRECTIONS[place] for place in (0, 1, 3, 2)]  # withdrawn beats weakened, and else the later one
