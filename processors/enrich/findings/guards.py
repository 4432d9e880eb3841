"""What the words around a term make of it: the ad may deny it, quote it, or warn of what others do."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from processors.enrich.findings.compiled import Compiled, Place, Places
from processors.enrich.findings.hits import Hit, longest

REACH = 5  # words between a negation and what it denies: "we do not under any circumstances keep"
AFTER = 2  # words between a term and a negation that follows it
LISTED = 3  # words between the items of a denied list: "no visa fee, joining fee or deposit"
QUOTE = 25  # words in quotation marks; whoever quotes a whole ad is not quoting


@dataclass(frozen=True, slots=True)
class Marks:
    """Guards and punctuation of one ad, as token numbers."""

    ends: list[int]
    stops: list[int]  # what ends the reach of a negation: sentence ends, commas, "but"
    turns: list[int]
    negations: list[Place]
    negations_after: Places
    others: Places
    warnings: Places
    quoted: list[Place]

    def sentence(self, token: int) -> int:
        """Number of the sentence that a token is in."""
        return bisect_left(self.ends, token)


@dataclass(frozen=True, slots=True)
class Said:
    """What an ad says about one topic: where it says so, and where it says the opposite."""

    present: list[Hit]
    against: list[Hit]


def ends_of(compiled: Compiled, places: dict[int, Places]) -> list[int]:
    """The tokens that end sentences."""
    return [start for start, _ in places.get(compiled.marks["ends"], ())]


def marks_of(compiled: Compiled, places: dict[int, Places], ends: list[int], hits: Iterable[Hit]) -> Marks:
    """The guards that apply. A negation that is part of a term ("no contract") denies nothing else."""

    def at(name: str) -> Places:
        return places.get(compiled.marks[name], [])

    used = [atom for hit in hits if hit.part == "terms" for atom in hit.atoms] + at("no_negation")
    turns = [start for start, _ in at("turns")]
    return Marks(
        ends=ends,
        stops=sorted([*ends, *turns, *(start for start, _ in at("comma"))]),
        turns=turns,
        negations=[place for place in at("negation") if not _inside_any(place, used)],
        negations_after=at("negation_after"),
        others=at("others"),
        warnings=at("warnings"),
        quoted=_quoted(at("quotes")),
    )


def judge(hits: list[Hit], marks: Marks) -> Said | None:
    """What the hits of one topic amount to; None if nothing."""
    unless = {marks.sentence(hit.start) for hit in hits if hit.part == "unless"}
    meant = longest(hit for hit in hits if hit.part != "unless" and _meant(hit, marks, unless))
    denied = _denied([hit for hit in meant if hit.part == "terms"], marks)
    against = [hit for hit in meant if hit.part == "against" and not _negated(hit, marks)] + denied
    present = [hit for hit in meant if hit.part == "terms" and hit not in denied]
    return Said(present, sorted(against)) if present or against else None


def _meant(hit: Hit, marks: Marks, unless: set[int]) -> bool:
    sentence = marks.sentence(hit.start)
    return not (
        sentence in unless
        or any(end <= hit.start and marks.sentence(start) == sentence for start, end in marks.others)
        or any(marks.sentence(start) == sentence for start, _ in marks.warnings)
        or _inside_any((hit.start, hit.end), marks.quoted)
    )


def _denied(terms: list[Hit], marks: Marks) -> list[Hit]:
    denied: list[Hit] = []
    for hit in terms:
        if _negated(hit, marks) or (denied and _listed(denied[-1], hit, marks)):
            denied.append(hit)
    return denied


def _negated(hit: Hit, marks: Marks) -> bool:
    return any(_denies(place, hit, marks) for place in marks.negations) or any(
        hit.end <= start <= hit.end + AFTER and marks.sentence(start) == marks.sentence(hit.start)
        for start, _ in marks.negations_after
    )


def _denies(negation: Place, hit: Hit, marks: Marks) -> bool:
    start, end = negation
    if end <= hit.start:
        return hit.start - end < REACH and not _between(marks.stops, end, hit.start)
    return hit.start <= start and end <= hit.end and not _inside_any(negation, hit.atoms)


def _listed(denied: Hit, hit: Hit, marks: Marks) -> bool:
    """Is the hit the next item of a list whose earlier item is denied?"""
    return (
        hit.start - denied.end <= LISTED
        and not _between(marks.ends, denied.end, hit.start)
        and not _between(marks.turns, denied.end, hit.start)
    )


def _between(tokens: list[int], start: int, end: int) -> bool:
    return bisect_left(tokens, start) < bisect_right(tokens, end - 1)


def _inside_any(place: Place, others: Iterable[Place]) -> bool:
    return any(start <= place[0] and place[1] <= end for start, end in others)


def _quoted(quotes: Places) -> list[Place]:
    """From each opening quotation mark to its closing one."""
    pairs = zip(quotes[::2], quotes[1::2], strict=False)
    return [(first[1], last[0]) for first, last in pairs if last[0] - first[1] <= QUOTE]
