"""Where detectors claim the same characters, one of them is believed; the order in which they ran does not matter."""

from bisect import bisect_right
from collections.abc import Iterable

from processors.enrich.passage import Found
from schemas.mention import MentionKind

_RANKS = {
    MentionKind.EMAIL: 90,
    MentionKind.WALLET: 85,
    MentionKind.URL: 70,
    MentionKind.PHONE: 60,
    MentionKind.HANDLE: 55,
    MentionKind.PRICE: 40,
    MentionKind.AGE: 35,
    MentionKind.HOURS: 30,
    MentionKind.DATE: 28,  # "in 3 days" is a day, "1 May" no person
    MentionKind.DURATION: 25,
    MentionKind.PERSON_NAME: 20,
    MentionKind.PLACE: 15,  # after names: a name taken for a place would be shown
    MentionKind.ORGANISATION: 12,
    MentionKind.PARTIAL_PHONE: 59,
    MentionKind.CHARGE: 9,  # of words that nothing else claims: these four say more together than apart
    MentionKind.PAYMENT: 8,
    MentionKind.PERSONS: 7,
    MentionKind.TERM: 6,
}
_DETECTOR_RANKS = {
    "phones.link": 80,  # wa.me/...: says more than the address it is
    "handles.address": 80,
    "phones.grouped": 75,  # a number with separators inside an address
    "partial_phones": 76,  # a number of fewer digits is no other number
    "organisations.sure": 23,  # a legal form, a field or quotes: "Anna Salon Ltd" is no person
    "places.sure": 22,
    "handles.near": 54,
    "handles.loose": 10,
}


def without_overlaps(found: Iterable[Found]) -> list[Found]:
    """The mentions to keep, in the order of the text. The higher rank wins, then the longer, then the earlier."""
    kept: list[Found] = []
    starts: list[int] = []
    for one in sorted(found, key=_order):
        at = bisect_right(starts, one.start)
        if (at == 0 or kept[at - 1].end <= one.start) and (at == len(kept) or starts[at] >= one.end):
            kept.insert(at, one)
            starts.insert(at, one.start)
    return kept


def _order(one: Found) -> tuple[int, int, int, str, str, str]:
    kind, value, start, end, detector, *_ = one
    rank = _DETECTOR_RANKS[detector] if detector in _DETECTOR_RANKS else _RANKS.get(kind, 0)
    return -rank, start - end, start, kind, value, detector
