"""Why two ads are or are not together, in words and figures."""

from collections.abc import Sequence

import pytest

from processors.link.explain import Pair, others, why
from schemas.ad import EnrichedAd
from tests.unit.processors.link.cases import FARM, RULES, SHOP, SOFA, Links, ad
from tests.unit.processors.link.test_actors import helpline, text

CASES: list[tuple[str, Sequence[EnrichedAd], bool, bool, str, str]] = [
    ("copies", (ad("1", FARM), ad("2", FARM.replace("noon", "one"))), True, False, "together: 9", "no contact"),
    ("nothing", (ad("1", FARM), ad("2", SHOP)), False, False, "apart: 0% of the first", "no contact"),
    ("a passage", (ad("1", f"{FARM} {RULES}"), ad("2", f"{SHOP} {RULES}")), False, False, "a passage too", "no"),
    ("too short", (ad("1", "warm room"), ad("2", "warm room")), False, False, "too short", "no contact"),
    ("one phone", (ad("1", FARM, phones="1"), ad("2", SOFA, phones="1")), False, True, "apart", "2 ads have it"),
    ("by a third", (ad("1", FARM, phones="1"), ad("2", SOFA, phones="2"), ad("3", SHOP, phones="12")), False, True,
     "apart", "have a contact of the one side"),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=[case[0] for case in CASES])
def test_why(case: tuple[str, Sequence[EnrichedAd], bool, bool, str, str]) -> None:
    _, ads, same_cluster, same_actor, said, contacts = case
    links = Links()
    links.add(*ads)
    pair = why(ads[0], ads[1], links.tx)
    assert (pair.same_cluster, pair.same_actor) == (same_cluster, same_actor)
    assert said in pair.text
    assert contacts in " ".join(pair.contacts)


def test_a_hub_says_why_it_links_nothing() -> None:
    links = Links()
    helpline(links, 10)
    one, other = ad("x", text(50), handles=("help",)), ad("y", text(51), handles=("help",))
    links.add(one, other)
    assert why(one, other, links.tx).contacts == (
        "handle-help: in both, but so many unrelated ads have this contact (helpline, platform, agency?) that it links "
        "nothing",
    )


def test_whom_to_ask_about() -> None:
    links, ads = Links(), [ad("1", FARM), ad("2", FARM), ad("3", SHOP, phones="1"), ad("4", SOFA, phones="1")]
    links.add(*ads)
    assert others(ads[0], links.tx) == [ads[1].ad_id]
    assert others(ads[2], links.tx) == [ads[3].ad_id]
    with pytest.raises(LookupError, match="was not linked"):
        why(ads[0], ad("unknown"), links.tx)


def test_the_answer_names_no_clear_contact() -> None:
    links, ads = Links(), [ad("1", FARM, phones="7"), ad("2", FARM, phones="7")]
    links.add(*ads)
    answer: Pair = why(ads[0], ads[1], links.tx)
    assert "+44" not in repr(answer)
    assert answer.figures["found_in_text"] == 1.0
