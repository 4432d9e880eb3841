"""Detectors that need more than words, by the name in the catalogue and by kind: over what was read in the text, over
the fields of the ad, against tables, and over what does not fit together."""

from collections.abc import Callable, Iterable

from processors.enrich.findings.children import CHILDREN
from processors.enrich.findings.conflicts import fields_conflict
from processors.enrich.findings.employer import employer_unnamed, personal_contact_only
from processors.enrich.findings.hours import long_hours
from processors.enrich.findings.pay import below_minimum, far_above_usual
from processors.enrich.findings.requirements import requirements_mismatch
from processors.enrich.findings.view import Evidence, View
from schemas.finding import State
from schemas.mention import CONTACT_KINDS, Mention, MentionKind

Reader = Callable[[View], Evidence | None]

# Ways of writing that hide letters and digits from machines. Mere decoration is not among them.
DISGUISES = frozenset({"lookalike", "zero_width", "bidi", "emoji", "enclosed", "combining", "styled", "fullwidth"})
HIDDEN = frozenset({"lookalike", "zero_width", "bidi"})
ENOUGH_HIDDEN = 3  # one or two come from copying and pasting


def obscured_phone(view: View) -> Evidence | None:
    """A phone number that was read only after undoing what hid it."""
    return _at(m for m in view.of(MentionKind.PHONE) if m.style)


def disguised_characters(view: View) -> Evidence | None:
    """A disguised contact, or several letters of the text hidden from machines."""
    contacts = [m for m in view.reading.mentions if m.style and m.style in DISGUISES and m.kind in CONTACT_KINDS]
    if contacts:
        return _at(contacts)
    if len(view.reading.normal.edits) < ENOUGH_HIDDEN:
        return None
    edits = [edit for edit in view.reading.normal.edits if edit.style in HIDDEN]
    if len(edits) < ENOUGH_HIDDEN:
        return None
    return Evidence(State.PRESENT, tuple((edit.start, edit.end) for edit in edits))


def young_adult_age(view: View) -> Evidence | None:
    """A stated age of 18 to 22."""
    return _at(m for m in view.of(MentionKind.AGE) if 18 <= int(m.value) <= 22)


def _at(mentions: Iterable[Mention]) -> Evidence | None:
    spans = tuple((mention.start, mention.end) for mention in mentions)
    return Evidence(State.PRESENT, spans) if spans else None


ENTITY: dict[str, Reader] = {
    "obscured_phone": obscured_phone,
    "disguised_characters": disguised_characters,
    "young_adult_age": young_adult_age,
    "long_hours": long_hours,
    "personal_contact_only": personal_contact_only,
    **CHILDREN,
}
METADATA: dict[str, Reader] = {"employer_unnamed": employer_unnamed}
BENCHMARK: dict[str, Reader] = {"below_minimum": below_minimum, "far_above_usual": far_above_usual}
CONSISTENCY: dict[str, Reader] = {
    "fields_conflict": fields_conflict,
    "requirements_mismatch": requirements_mismatch,
}

# Of these mentions and topics an ad must have one, or the reader need not look.
NEEDS: dict[str, frozenset[str]] = {
    "obscured_phone": frozenset({MentionKind.PHONE}),
    "young_adult_age": frozenset({MentionKind.AGE}),
    "long_hours": frozenset({MentionKind.HOURS}),
    "personal_contact_only": frozenset({*CONTACT_KINDS, MentionKind.URL, "messenger_only"}),
    "under_18": frozenset({MentionKind.AGE, "offered_under_18"}),
    "under_minimum_age": frozenset({"accepts_under_15", "accepts_under_18"}),
    "minors_in_entertainment": frozenset({"accepts_under_15", "accepts_under_18"}),
    "minors_alone": frozenset({"travelling_alone"}),
    "below_minimum": frozenset({MentionKind.PRICE}),
    "far_above_usual": frozenset({MentionKind.PRICE}),
    "fields_conflict": frozenset({MentionKind.PRICE}),
    "requirements_mismatch": frozenset({"no_experience", "desk_demands"}),
}

READERS = ENTITY | METADATA | BENCHMARK | CONSISTENCY
KINDS = {
    name: kind
    for kind, readers in (
        ("entity", ENTITY),
        ("metadata", METADATA),
        ("benchmark", BENCHMARK),
        ("consistency", CONSISTENCY),
    )
    for name in readers
}
