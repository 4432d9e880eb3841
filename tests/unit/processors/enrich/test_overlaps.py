"""Which of several claims to the same characters is believed."""

from itertools import permutations

from processors.enrich.overlaps import without_overlaps
from processors.enrich.passage import Found
from schemas.mention import MentionKind


def found(kind: MentionKind, start: int, end: int, detector: str = "") -> Found:
    return Found(kind, f"{kind}-{start}", start, end, detector or f"{kind}s")


EMAIL = found(MentionKind.EMAIL, 0, 20)
URL = found(MentionKind.URL, 8, 20)
PHONE = found(MentionKind.PHONE, 30, 42)
PRICE = found(MentionKind.PRICE, 30, 33)
AGE = found(MentionKind.AGE, 50, 52)
LONG_AGE = found(MentionKind.AGE, 50, 58)


def test_the_higher_rank_wins_then_the_longer_in_whatever_order_they_come() -> None:
    for order in permutations((EMAIL, URL, PHONE, PRICE, AGE, LONG_AGE)):
        assert without_overlaps(order) == [EMAIL, PHONE, LONG_AGE]


def test_neighbours_do_not_overlap() -> None:
    left, right = found(MentionKind.AGE, 0, 5), found(MentionKind.PRICE, 5, 9)
    assert without_overlaps((right, left)) == [left, right]


def test_a_messenger_link_says_more_than_the_address_it_is() -> None:
    link = found(MentionKind.PHONE, 0, 25, "phones.link")
    assert without_overlaps((found(MentionKind.URL, 0, 25), link)) == [link]
