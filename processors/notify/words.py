"""The words of notifications, one file a language: `templates/words.en.yml`."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from processors.yaml_file import read_yaml

TEMPLATES = Path(__file__).parent / "templates"
FALLBACK = "en"


class Words(BaseModel):
    """Everything that is said around the facts of an alert."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    subject: str
    colon: str  # after a name, before its value
    for_review: str
    for_operators: str
    severity: Mapping[str, str]
    band: Mapping[str, str]
    kinds: Mapping[str, str]
    strength: Mapping[str, str]
    grade: Mapping[str, str]
    headings: Mapping[str, str]
    facts: Mapping[str, str]
    before: str
    after: str
    no_reasons: str
    opposite: str
    nothing_against: str
    nothing_unknown: str
    more: str
    open_alert: str
    open_console: str
    open_ad: str
    newest: str
    no_link: str
    first_do_no_harm: tuple[str, ...]
    help_intro: str
    checked: str
    no_help: str
    note: str
    note_on_fragments: str
    why_you: str
    base_rate: str
    decimal: str  # the sign before tenths
    related: str
    verdicts: Mapping[str, str]
    not_judged: str
    digest: "DigestWords"
    corrections: "CorrectionWords"


class DigestWords(BaseModel):
    """What is said in a digest."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    subject: str
    intro: str
    held: Mapping[str, str]  # why an alert was not told by itself
    more: str
    per_rule: str
    group: str
    alone: str
    notices: Mapping[str, str]


class CorrectionWords(BaseModel):
    """What is said of an alert that does not hold as it was told."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    subject: str
    outcomes: Mapping[str, str]  # on a label
    label: str
    heading: str
    said: Mapping[str, str]  # the outcomes as a sentence
    nothing: str
    short: str
    left: str
    lost: str
    enough: str
    uncounted: str
    reasons: Mapping[str, str]
    still: str
    was: str
    do: str
    brief: Mapping[str, str]  # in a line of a digest


def languages() -> tuple[str, ...]:
    """The languages there are words for."""
    return tuple(sorted(path.name.split(".")[1] for path in TEMPLATES.glob("words.*.yml")))


@cache
def words(language: str) -> Words:
    """The words of a language; English for one we do not have."""
    known = language if language in languages() else FALLBACK
    return read_yaml(TEMPLATES / f"words.{known}.yml").into(Words)
