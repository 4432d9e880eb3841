"""What the words around a term make of it: the ad may deny it, quote it, or warn of what others do."""

from bisect import bisect_left
from collections.abc import Iterable, Set
from itertools import pairwise
from typing import NamedTuple

from processors.enrich.findings.entities import Place, Places
from processors.enrich.findings.hits import Hit, Text, longest
from processors.enrich.findings.vocabulary import COMMAS, ENDS, QUOTES

REACH = 6  # tokens between a negation and what it denies: "we do not under any circumstances keep"
AFTER = 2  # tokens between a term and a negation that follows it
LISTED = 4  # tokens between the items of a denied list: "no visa fee, joining fee or deposit"
QUOTE = 30  # tokens in quotation marks; whoever quotes a whole ad is not quoting
STOPS = ENDS | COMMAS  # what ends the reach of a negation, beside a turn
NOWHERE: Set[int] = frozenset()


class Said(NamedTuple):
    """What an ad says about one topic: where it says so, and where it says the opposite."""

    present: list[Hit]
    against: list[Hit]


class Judge:
    """Judges the hits of one ad by the guards in it."""

    def __init__(self, text: Text, hits: Iterable[Hit]) -> None:
        guards = text.guards
        self._line = text.line
        self._sentence = text.sentence
        self._turns = sorted([start for start, _ in guards.get("turns", ())])
        self._said_no = guards.get("negation", [])
        self._negations = _free_negations(guards, hits) if self._said_no else []
        self._negations_after = guards.get("negation_after", ())
        self._negations_within = _outside(guards.get("negation_within", ()), guards.get("no_negation", ()))
        self._may_deny = bool(self._negations or self._negations_after or self._negations_within)
        self._may_be_torn = bool(self._said_no) and not COMMAS.isdisjoint(text.line)
        self._others = guards.get("others", ())
        self._warned = {self._sentence(start) for start, _ in guards.get("warnings", ())}
        self._quoted = _quoted(text.line)
        self._may_be_others = bool(self._warned or self._others or self._quoted)

    def judge(self, hits: list[Hit]) -> Said | None:
        """What the hits of one topic amount to; None if nothing."""
        if len(hits) == 1:
            return self._judge_one(hits[0])
        said = [hit for hit in hits if hit.part != "unless" and not self._is_torn(hit)]
        if not said:
            return None
        unless = {self._sentence(hit.start) for hit in hits if hit.part == "unless" and not self._is_without(hit)}
        meant = longest([hit for hit in said if self._is_meant(hit, unless)])
        terms = [hit for hit in meant if hit.part == "terms"]
        against = [hit for hit in meant if hit.part == "against" and not self._is_negated(hit)]
        denied = self._denied(terms)
        if denied:
            terms = [hit for hit in terms if hit not in denied]
            against = sorted(against + denied)
        return Said(terms, against) if terms or against else None

    def _judge_one(self, hit: Hit) -> Said | None:
        if hit.part == "unless" or self._is_torn(hit) or not self._is_meant(hit, NOWHERE):
            return None
        negated = self._is_negated(hit)
        if hit.part == "terms":
            return Said([], [hit]) if negated else Said([hit], [])
        return None if negated else Said([], [hit])

    def _is_meant(self, hit: Hit, unless: Set[int]) -> bool:
        """Is it the ad's own word, and not quoted, nor about others?"""
        if not (unless or self._may_be_others):
            return True
        sentence = self._sentence(hit.start)
        return not (
            sentence in unless
            or sentence in self._warned
            or any(end <= hit.start and self._sentence(start) == sentence for start, end in self._others)
            or _inside_any((hit.start, hit.end), self._quoted)
        )

    def _denied(self, terms: list[Hit]) -> list[Hit]:
        denied: list[Hit] = []
        if not self._may_deny:
            return denied
        for hit in terms:
            if self._is_negated(hit) or (denied and self._is_listed(denied[-1], hit)):
                denied.append(hit)
        return denied

    def _is_negated(self, hit: Hit) -> bool:
        if not self._may_deny:
            return False
        if any(self._denies(place, hit) for place in self._negations):
            return True
        if len(hit.places) > 1 and any(self._denies_within(place, hit) for place in self._negations_within):
            return True
        return any(
            hit.end <= start <= hit.end + AFTER
            and self._sentence(start) == self._sentence(hit.start)
            and not (hit.end < start and self._line[start - 1] in COMMAS)  # "from 14 years, we never charge": no denial
            for start, _ in self._negations_after
        )

    def _denies(self, negation: Place, hit: Hit) -> bool:
        end = negation[1]
        if end <= hit.start:
            return hit.start - end < REACH and not self._any_between(STOPS, end, hit.start)
        return self._denies_within(negation, hit)

    def _denies_within(self, negation: Place, hit: Hit) -> bool:
        """Between the words of a term, up to the next comma: "the money is not for me, send it to a friend"."""
        start, end = negation
        if start < hit.start or hit.end < end or _inside_any(negation, hit.places):
            return False
        if any(_inside_any(one, hit.places) for one in self._said_no):
            return False  # a term that is a negation itself denies nothing: "no digas nada a nadie"
        following = next((place[0] for place in hit.places if end <= place[0]), hit.end)
        return not self._any_between(STOPS, end, following)

    def _is_torn(self, hit: Hit) -> bool:
        """Is a comma between a term's own negation and its other words? "No secret, tell your family" is no secrecy."""
        if not self._may_be_torn or hit.part != "terms" or len(hit.places) == 1:
            return False
        for place, following in pairwise(hit.places):
            between = self._line[place[1] : following[0]]
            if not COMMAS.isdisjoint(between) and (place in self._said_no or following in self._said_no):
                return True
        return False

    def _is_without(self, hit: Hit) -> bool:
        """Is a word that takes a meaning away denied itself, and nothing else in its sentence?

        "No police check" vouches for nobody; "nobody comes in without a police check" does.
        """
        if not any(end == hit.start for _, end in self._said_no):
            return False
        sentence = self._sentence(hit.start)
        return sum(self._sentence(start) == sentence for start, _ in self._said_no) == 1

    def _is_listed(self, denied: Hit, hit: Hit) -> bool:
        """Is the hit the next item of a list whose earlier item is denied?"""
        return hit.start - denied.end <= LISTED and not self._any_between(ENDS, denied.end, hit.start)

    def _any_between(self, signs: frozenset[str], start: int, end: int) -> bool:
        """Is there one of these signs, or a turn, among the tokens from `start` on and before `end`?"""
        turns = self._turns
        return not signs.isdisjoint(self._line[start:end]) or bisect_left(turns, start) < bisect_left(turns, end)


def _free_negations(guards: dict[str, Places], hits: Iterable[Hit]) -> Places:
    """The negations that may deny something: one inside a fixed phrase ("no contract") denies nothing else."""
    fixed = [hit.places[0] for hit in hits if hit.part == "terms" and len(hit.places) == 1]
    used = fixed + guards.get("no_negation", [])
    return _outside(guards["negation"], used)


def _outside(places: Iterable[Place], others: Iterable[Place]) -> Places:
    return [place for place in places if not _inside_any(place, others)]


def _inside_any(place: Place, others: Iterable[Place]) -> bool:
    return any(start <= place[0] and place[1] <= end for start, end in others)


def _quoted(line: str) -> list[Place]:
    """From each opening quotation mark to its closing one."""
    if QUOTES.isdisjoint(line):
        return []
    quotes = [number for number, letter in enumerate(line) if letter in QUOTES]
    pairs = zip(quotes[::2], quotes[1::2], strict=False)
    return [(first + 1, last) for first, last in pairs if last - first - 1 <= QUOTE]
