"""What the ads of one actor say of the persons in them. Names are keyed hashes; job ads name whom to ask for."""

from collections.abc import Hashable, Iterable, Sequence

from processors.link.forms import JOB
from processors.link.records import Actor, Trace
from processors.link.sign import DAY_MS, Sign, days, groups, sign

YEAR_MS = 365 * DAY_MS
STABLE_ADS = 3


def several_names(actor: Actor) -> Sign | None:
    """SX-02: one contact for differently named persons."""
    traces = [trace for trace in _of_persons(actor) if trace.names]
    persons = groups([trace.names for trace in traces])
    if persons < 2:
        return None
    return sign("SX-02", traces, f"ads that share contacts name {persons} different persons")


def conflicting(actor: Actor) -> Sign | None:
    """SX-19: ads that share a contact give one person, of one name or of none, ages that cannot both be true.

    Each year between two ads allows for a year of age, and one more is nobody's mistake. Ads for several persons, with
    several ages, say nothing of one. Persons of different names are another matter: SX-02.
    """
    traces = [trace for trace in _of_persons(actor) if len(trace.ages) == 1]
    for end, later in enumerate(traces):
        for earlier in traces[:end]:
            years = (later.at_ms - earlier.at_ms) / YEAR_MS
            aged = later.ages[0] - earlier.ages[0]
            if not -1 <= aged <= years + 1 and _one_person(earlier, later):
                when = days(earlier.at_ms, later.at_ms)
                note = f"one person, {earlier.ages[0]} in one ad and {later.ages[0]} in another: {when}"
                return sign("SX-19", (earlier, later), note)
    return None


def stable(actor: Actor) -> Sign | None:
    """SX-23: one person, for a year or longer, at one place and without contradictions. It speaks against concern."""
    traces = _of_persons(actor)
    since = actor.since_ms or (traces[0].at_ms if traces else 0)
    span = traces[-1].at_ms - since if traces else 0
    if actor.listings < STABLE_ADS or span < YEAR_MS or len(traces) < len(actor.traces) or conflicting(actor):
        return None
    details: Iterable[Sequence[Sequence[Hashable]]] = (
        [trace.names for trace in traces],
        [(trace.place,) for trace in traces if trace.place],
    )
    if any(groups(said) > 1 for said in details):
        return None
    return sign("SX-23", traces, f"the same details for {span / YEAR_MS:.1f} years: {days(since, traces[-1].at_ms)}")


def _of_persons(actor: Actor) -> list[Trace]:
    return [trace for trace in actor.traces if trace.form != JOB]


def _one_person(one: Trace, other: Trace) -> bool:
    return not set(one.names).isdisjoint(other.names) if one.names or other.names else True
