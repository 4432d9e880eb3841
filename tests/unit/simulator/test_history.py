"""Later visits: new, edited, removed and reposted ads, and a list that says so truly."""

import pytest

from simulator import InventedAd, World, world
from simulator.calendar import START, day_of

Shelf = dict[tuple[str, str], InventedAd]


def shelf(day: World) -> Shelf:
    return {(ad.site, ad.key): ad for ad in day.ads}


@pytest.fixture(scope="module", params=[2, 5])
def days(request: pytest.FixtureRequest) -> tuple[Shelf, Shelf, World]:
    visit: int = request.param
    before, after = world(600, 7, visit - 1), world(600, 7, visit)
    return shelf(before), shelf(after), after


def test_the_first_visit_changes_nothing_and_is_the_default() -> None:
    assert world(40, 7) == world(40, 7, visit=1)
    assert world(40, 7).changes == ()
    assert world(40, 7).observed_at == START


def test_every_kind_of_change_occurs(days: tuple[Shelf, Shelf, World]) -> None:
    kinds = [change.what for change in days[2].changes]
    assert all(kinds.count(what) > 5 for what in ("new", "edited", "removed", "reposted"))
    assert len(kinds) < 0.4 * len(days[1])


def test_the_list_of_changes_is_what_changed(days: tuple[Shelf, Shelf, World]) -> None:
    before, after, day = days
    gone, come = before.keys() - after.keys(), after.keys() - before.keys()
    changed = {key for key in before.keys() & after.keys() if before[key] != after[key]}
    said: dict[str, set[tuple[str, str]]] = {what: set() for what in ("new", "edited", "removed", "reposted", "was")}
    for change in day.changes:
        said[change.what].add((change.site, change.key))
        if change.was:
            said["was"].add((change.site, change.was))
    assert changed == said["edited"]
    assert come == said["new"] | said["reposted"]
    assert gone == said["removed"] | said["was"]


def test_a_reposted_ad_keeps_its_text_and_its_cluster(days: tuple[Shelf, Shelf, World]) -> None:
    before, after, day = days
    for change in day.changes:
        if change.was:
            old, new = before[(change.site, change.was)], after[(change.site, change.key)]
            assert (old.title, old.body, old.fields, old.answer) == (new.title, new.body, new.fields, new.answer)
            assert new.changed_at > old.changed_at


def test_an_edited_ad_says_more_than_before_and_keeps_its_day(days: tuple[Shelf, Shelf, World]) -> None:
    before, after, day = days
    for change in day.changes:
        if change.what == "edited":
            old, new = before[(change.site, change.key)], after[(change.site, change.key)]
            assert new.body.startswith(old.body + "\n")
            assert (new.posted_at, new.answer) == (old.posted_at, old.answer)
            assert new.changed_at > old.changed_at


def test_nothing_is_dated_after_the_visit(days: tuple[Shelf, Shelf, World]) -> None:
    _, after, day = days
    assert after
    assert all(ad.changed_at < day.observed_at for ad in after.values())
    assert all(ad.posted_at is None or ad.posted_at < day.observed_at for ad in after.values())


def test_new_contacts_of_later_visits_belong_to_one_actor_only() -> None:
    day = world(600, 7, 3)
    actors: dict[str, set[str | None]] = {}
    for ad in day.ads:
        for contact in ad.answer.contacts:
            if not contact.hub:
                actors.setdefault(contact.value, set()).add(ad.answer.actor)
    assert {value for value, found in actors.items() if len(found) > 1} == set()


def test_cases_go_on_with_a_later_ad() -> None:
    first, second = world(300, 7), world(300, 7, 2)
    known = {ad.answer.actor for ad in first.ads if ad.answer.case == "bridge"}
    fresh = {(change.site, change.key) for change in second.changes if change.what == "new"}
    later = [ad for ad in second.ads if (ad.site, ad.key) in fresh and ad.answer.case == "bridge"]
    assert [ad.answer.actor in known for ad in later] == [True]


def test_visits_are_a_day_apart() -> None:
    assert [(day_of(visit) - START).days for visit in (1, 2, 10)] == [0, 1, 9]
