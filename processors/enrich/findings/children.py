"""The children's lane, from stated ages and the kind of ad. No list of terms about children is here, or shipped."""

from collections.abc import Callable

from processors.catalogue.records import AdKind
from processors.enrich.findings.view import Evidence, Slice, View
from schemas.finding import State
from schemas.mention import MentionKind

ADULT = 18
MIN_READABLE = 5  # smaller numbers are counts, floors and prices more often than ages


def under_18(view: View) -> Evidence | None:
    """An age under 18, or a range of such ages, in an ad for personal services, or for a spouse sought or offered."""
    adult = view.kind is AdKind.SERVICE or view.present("spouse_sought") or view.present("match_sought")
    return _evidence(_ages_under_18(view) + view.present("offered_under_18")) if adult else None


def under_minimum_age(view: View) -> Evidence | None:
    """Applicants under 15, or under 18 for work that is hazardous to them."""
    young = view.present("accepts_under_15")
    if not young and view.present("hazardous_work"):
        young = view.present("accepts_under_18")
    return _evidence(young)


def minors_in_entertainment(view: View) -> Evidence | None:
    """Entertainment, modelling or sport abroad for applicants under 18."""
    young = view.present("accepts_under_15") + view.present("accepts_under_18")
    work = view.present("entertainment_job") or view.present("talent_scouting")
    trip = view.present("travel_arranged") or view.present("trip_arranged")
    return _evidence(young) if work and trip else None


def minors_alone(view: View) -> Evidence | None:
    """A room, a ride or guardianship for persons under 18 who travel alone."""
    young = _ages_under_18(view) + view.present("accepts_under_18")
    return _evidence(young) if view.present("travelling_alone") and view.present("room_or_ride") else None


def _ages_under_18(view: View) -> tuple[Slice, ...]:
    """Ages that the words around them do not deny. In a language without word lists, every age that was read."""
    ages = tuple(
        (mention.start, mention.end)
        for mention in view.of(MentionKind.AGE)
        if mention.value.isdigit() and MIN_READABLE <= int(mention.value) < ADULT
    )
    if not ages or not view.reading.facts.supported:
        return ages
    meant = view.present("stated_age")
    return tuple(age for age in ages if any(start < age[1] and age[0] < end for start, end in meant))


def _evidence(spans: tuple[Slice, ...]) -> Evidence | None:
    return Evidence(State.PRESENT, spans) if spans else None


CHILDREN: dict[str, Callable[[View], Evidence | None]] = {
    "under_18": under_18,
    "under_minimum_age": under_minimum_age,
    "minors_in_entertainment": minors_in_entertainment,
    "minors_alone": minors_alone,
}
