"""Kind `list`: values that are on a list, or not on it."""

import pytest

from processors.alert.index import Index
from processors.alert.kinds.listed import ListRule
from tests.unit.processors.alert.tables import ad, alerts, hits, rule

WATCH = rule("list", field="contacts.token", watch=["p1", "e1"], key=["ad_id"], subject="ad", id="watch")
DENY = rule("list", field="place", deny=["Lyon"], id="deny")
ALLOW = rule("list", field="source", allow=["A", "B"], id="allow", throttle="1d")

# rule                                              arrivals                                 ads told
CASES = [
    (WATCH, "a listed contact", "a/1@0+p1", 1),
    (WATCH, "another contact", "a/1@0+p2", 0),
    (WATCH, "one of several", "a/1@0+p2+e1", 1),
    (WATCH, "no contact at all", "a/1@0", 0),
    (WATCH, "seen again", "a/1@0+p1 a/1@5+p1", 1),
    (WATCH, "doubled", "a/1@0+p1 a/1@0+p1", 1),
    (WATCH, "two ads", "a/1@0+p1 b/2@0+p1", 2),
    (WATCH, "out of order", "a/2@5+p1 a/1@0+p1", 2),
    (WATCH, "shown only later", "a/1@0+p2 a/1@5+p1", 1),
    (DENY, "the place", "a/1@0=FR:Lyon", 1),
    (DENY, "another place", "a/1@0=FR:Nice", 0),
    (DENY, "no place", "a/1@0", 0),
    (DENY, "two ads of one actor are one case", "a/1@0=FR:Lyon a/2@1=FR:Lyon", 1),
    (ALLOW, "on the list", "a/1@0^A a/2@1^B", 0),
    (ALLOW, "not on the list", "a/1@0^C", 1),
    (ALLOW, "told once a day", "a/1@0^C a/2@1^C a/3@24^C", 2),
    (ALLOW, "interleaved", "a/1@0^A b/2@1^C a/3@2^D", 2),
]  # fmt: skip


@pytest.mark.parametrize(("tried", "what", "arrivals", "number"), CASES, ids=lambda each: getattr(each, "id", None))
def test_sequence(tried: object, what: str, arrivals: str, number: int) -> None:
    assert len(alerts(arrivals, tried)) == number  # type: ignore[arg-type]


def test_the_value_that_was_found_is_said() -> None:
    [hit] = hits("a/1@0+p1+e1", WATCH)
    assert hit.value == "e1, p1"


def test_a_long_watch_list_costs_an_ad_nothing_that_is_not_on_it() -> None:
    many = [rule("list", field="contacts.token", watch=[f"p{number}"], id=f"watch_{number}") for number in range(100)]
    index = Index(many)
    assert index.concerning(ad("a/1@0+p500")) == {}
    assert [each.id for each in index.concerning(ad("a/1@0+p7"))["list"]] == ["watch_7"]


@pytest.mark.parametrize("lists", [{}, {"deny": ["x"], "allow": ["y"]}])
def test_exactly_one_list(lists: dict[str, list[str]]) -> None:
    with pytest.raises(ValueError, match="exactly one of: deny, watch, allow"):
        rule("list", field="source", **lists)


def test_the_list_is_whichever_was_given() -> None:
    said = WATCH.file
    assert isinstance(said, ListRule)
    assert said.listed == {"p1", "e1"}
