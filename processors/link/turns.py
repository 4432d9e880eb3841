"""When it is the turn of older ads that are to be told again: the sooner, the more waits for it."""

from typing import NamedTuple

PATIENCE = 10  # times as long as others waits who has only grown
HASTE = 30  # times as short as others waits for whom alerts wait


class Turns(NamedTuple):
    """When it is the turn of what comes in line now, in milliseconds since 1970."""

    soon: int  # for whom alerts wait: whose actor is another now, and who shows what weighs
    changed: int
    grown: int  # where nothing but a number changes


AT_ONCE = Turns(0, 0, 0)


def turns_at(now_s: float, retell_s: float) -> Turns:
    """The turns of what comes in line at this moment, given how long a change waits."""
    return Turns(*(int(1000 * (now_s + wait_s)) for wait_s in (retell_s / HASTE, retell_s, PATIENCE * retell_s)))
