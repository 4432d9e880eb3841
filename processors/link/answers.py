"""From what came of each record of a batch to what the stage says: each ad once, with all that is known by the end."""

from collections.abc import Sequence
from typing import NamedTuple

from msgspec.structs import replace

from processors.link import due
from processors.link.effect import Event
from processors.link.standing import Standings
from processors.link.tables import State, number_key
from processors.link.telling import told
from processors.stage import Emit
from schemas.topics import LINKED


class Answer(NamedTuple):
    """What came of one record."""

    ad: int = -1  # the number of the ad to tell; -1: none
    anew: bool = False  # what holds for its cluster and actor is to be looked at
    moved: tuple[int, ...] = ()  # older ads whose actor is another now
    events: tuple[Event, ...] = ()


def said(answers: Sequence[Answer], state: State) -> list[Emit]:
    """What goes out for each record. An ad goes out with the last record that is about it; the older ads that these
    changed come in line."""
    anew = dict.fromkeys(answer.ad for answer in answers if answer.anew)
    standings = Standings(state)
    for number in anew:
        kept = state.ad(number)
        state.ads.put(number_key(number), replace(kept, ad=told(kept, standings, state)))
    standings.note_told()
    due.moved((number for answer in answers for number in answer.moved if number not in anew), state)
    last = {answer.ad: place for place, answer in enumerate(answers)}
    return [_emit(answer, last[answer.ad] == place, state) for place, answer in enumerate(answers)]


def _emit(answer: Answer, last: bool, state: State) -> Emit:
    if answer.ad < 0 or not last:
        return Emit(answer.events)
    return Emit(((LINKED, state.ad(answer.ad).ad), *answer.events))
